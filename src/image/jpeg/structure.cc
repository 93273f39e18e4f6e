#include "image/jpeg/structure.h"

#include <string>
#include <string_view>
#include <utility>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/jpeg/scan.h"
#include "image/jpeg/segments.h"
#include "image/jpeg/tables.h"
#include "image/limits.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;
namespace marker = jpeg_marker;

// What an Adobe segment says about the colours.
enum class AdobeTransform { kNone, kYccOrYcck, kAbsent };

// As libjpeg decides. Four components are CMYK the way Photoshop stores it, unless an Adobe segment
// says otherwise.
JpegColours ColoursOf(const JpegFrame& frame, bool has_jfif, AdobeTransform adobe) {
  if (frame.component_count == 1) return JpegColours::kGrey;
  if (frame.component_count == 4) {
    return adobe == AdobeTransform::kYccOrYcck ? JpegColours::kYcck : JpegColours::kCmyk;
  }
  if (has_jfif || adobe == AdobeTransform::kYccOrYcck) return JpegColours::kYcc;
  const auto& ids = frame.components;
  const bool is_named_rgb = ids[0].id == 'R' && ids[1].id == 'G' && ids[2].id == 'B';
  const bool is_rgb = adobe == AdobeTransform::kNone || is_named_rgb;
  return is_rgb ? JpegColours::kRgb : JpegColours::kYcc;
}

class JpegWalk {
 public:
  JpegWalk(ByteSpan file, const DecodeLimits& limits)
      : file_(file), limits_(limits), segments_(file) {}

  Result<JpegStructure> Run() {
    while (!jpeg_.has_end) {
      const auto taken = TakeNext();
      if (taken) continue;
      // The scans so far may show the picture; a limit is a limit.
      const bool is_damage = taken.error().code == error_code::kImageDamaged;
      if (jpeg_.scans.empty() || !is_damage) return std::unexpected(taken.error());
      break;
    }
    if (jpeg_.scans.empty()) return Damaged("the JPEG has no image data");
    TRY(coverage_.CheckBegun(jpeg_.frame));
    jpeg_.is_complete = coverage_.IsComplete(jpeg_.frame);
    jpeg_.colours = ColoursOf(jpeg_.frame, has_jfif_, adobe_);
    return std::move(jpeg_);
  }

 private:
  Result<void> TakeNext() {
    TRY_ASSIGN(const JpegSegment segment, segments_.Next());
    if (marker::IsFrame(segment.marker)) return TakeFrame(segment);
    switch (segment.marker) {
      case marker::kEndOfImage:
        jpeg_.has_end = true;
        return {};
      case marker::kStartOfScan:
        return TakeScan(segment);
      case marker::kHuffmanTables:
        return tables_.DefineHuffman(segment.content);
      case marker::kQuantisationTables:
        return tables_.DefineQuantisation(segment.content);
      case marker::kRestartInterval:
        return tables_.DefineRestartInterval(segment.content);
      default:
        TakeNote(segment);
        return {};
    }
  }

  // Notes are segments that hold no pixels; some say what the colours are.
  void TakeNote(const JpegSegment& segment) {
    constexpr std::string_view kExif = "Exif\0\0"sv;
    constexpr size_t kAdobeBytes = 12;
    const ByteSpan content = segment.content;
    if (segment.marker == marker::kApp0 && StartsWith(content, "JFIF\0"sv)) {
      has_jfif_ = true;
    } else if (segment.marker == marker::kApp14 && StartsWith(content, "Adobe"sv) &&
               content.size() >= kAdobeBytes) {
      const bool transformed = content[kAdobeBytes - 1] != 0;
      adobe_ = transformed ? AdobeTransform::kYccOrYcck : AdobeTransform::kNone;
    } else if (segment.marker == marker::kApp1 && StartsWith(content, kExif) &&
               jpeg_.exif.empty()) {
      jpeg_.exif = content.subspan(kExif.size());
    }
  }

  Result<void> TakeFrame(const JpegSegment& segment) {
    if (HasFrame()) return Damaged("the JPEG has two frame headers");
    // Also that of a kind which somebody else might decode.
    constexpr size_t kSizeEnd = 5;
    if (segment.content.size() >= kSizeEnd) {
      const uint16_t height_px = ReadU16Be(segment.content, 1);
      TRY(CheckJpegDimensions(ReadU16Be(segment.content, 3), height_px, limits_));
    }
    TRY_ASSIGN(jpeg_.frame, ParseJpegFrame(segment.marker, segment.content));
    return {};
  }

  Result<void> TakeScan(const JpegSegment& segment) {
    if (!HasFrame()) return Damaged("the JPEG has no frame header");
    if (!jpeg_.frame.progressive) tables_.DefineMissing();
    TRY_ASSIGN(JpegScan scan, ParseJpegScan(segment.content, jpeg_.frame, tables_));
    TRY(CheckWork(scan));
    const JpegCodedData data = MeasureJpegCodedData(file_, segments_.position());
    scan.coded = data.coded;
    scan.restart_interval = tables_.restart_interval();
    TRY(CheckLongEnough(scan));
    segments_.MoveTo(data.end);
    if (!coverage_.Add(scan, jpeg_.frame)) jpeg_.continues = false;
    KeepQuantisation(scan);
    jpeg_.scans.push_back(scan);
    return {};
  }

  Result<void> CheckWork(const JpegScan& scan) {
    blocks_ += scan.Blocks(jpeg_.frame);
    const auto scans = static_cast<int>(jpeg_.scans.size()) + 1;
    if (scans <= limits_.max_jpeg_scans && blocks_ <= limits_.max_jpeg_blocks) return {};
    return Fail(error_code::kImageTooManyScans,
                {"the JPEG has too many scans for its size (at least ", scans,
                 "), which take too long: save it as a usual JPEG or as PNG"});
  }

  // Half of a picture may be missing, more not.
  Result<void> CheckLongEnough(const JpegScan& scan) const {
    const auto bits = static_cast<int64_t>(scan.coded.size()) * 8;
    if (bits >= scan.FewestBits(jpeg_.frame) / 2) return {};
    return Damaged({"most of the JPEG's data is missing (scan ", jpeg_.scans.size() + 1,
                    " has only ", GroupDigits(scan.coded.size()), " bytes)"});
  }

  // The tables of a component's first scan count.
  void KeepQuantisation(const JpegScan& scan) {
    for (int i = 0; i < scan.component_count; ++i) {
      const int component = scan.components[i];
      ByteSpan& kept = jpeg_.quantisation[component];
      const int index = jpeg_.frame.components[component].quantisation_table;
      if (kept.empty()) kept = tables_.Quantisation(index);
    }
  }

  bool HasFrame() const { return jpeg_.frame.component_count != 0; }

  const ByteSpan file_;
  const DecodeLimits& limits_;
  JpegSegmentReader segments_;
  JpegTables tables_;
  JpegCoverage coverage_;
  bool has_jfif_ = false;
  AdobeTransform adobe_ = AdobeTransform::kAbsent;
  int64_t blocks_ = 0;
  JpegStructure jpeg_;
};

}  // namespace

Result<JpegStructure> ReadJpegStructure(ByteSpan file, const DecodeLimits& limits) {
  return JpegWalk(file, limits).Run();
}

}  // namespace glance
