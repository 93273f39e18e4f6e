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

// A progressive file of 100 scans needs a few hundred. The limit keeps the list from growing with
// the file.
constexpr size_t kMaxPieces = 4096;

class JpegWalk {
 public:
  JpegWalk(ByteSpan file, const DecodeLimits& limits)
      : file_(file), limits_(limits), segments_(file) {}

  Result<JpegStructure> Run() {
    for (;;) {
      TRY_ASSIGN(const JpegSegment segment, segments_.Next());
      if (segment.marker == marker::kEndOfImage) break;
      TRY(Take(segment));
    }
    if (jpeg_.scan_count == 0) return Damaged("the JPEG has no image data");
    TRY(coverage_.CheckComplete(jpeg_.frame));
    return std::move(jpeg_);
  }

 private:
  Result<void> Take(const JpegSegment& segment) {
    if (marker::IsFrame(segment.marker)) return TakeFrame(segment);
    switch (segment.marker) {
      case marker::kStartOfScan:
        return TakeScan(segment);
      case marker::kHuffmanTables:
        TRY(tables_.DefineHuffman(segment.content));
        return Keep(segment.whole);
      case marker::kQuantisationTables:
        TRY(tables_.DefineQuantisation(segment.content));
        return Keep(segment.whole);
      case marker::kRestartInterval:
        TRY(tables_.DefineRestartInterval(segment.content));
        return Keep(segment.whole);
      default:
        return TakeNote(segment);
    }
  }

  // Notes are segments that hold no pixels. Those about colours are kept for the decoder.
  Result<void> TakeNote(const JpegSegment& segment) {
    constexpr std::string_view kExif = "Exif\0\0"sv;
    constexpr size_t kAdobeBytes = 12;
    const ByteSpan content = segment.content;
    if (segment.marker == marker::kApp0 && StartsWith(content, "JFIF\0"sv)) {
      return Keep(segment.whole);
    }
    if (segment.marker == marker::kApp14 && StartsWith(content, "Adobe"sv) &&
        content.size() >= kAdobeBytes) {
      jpeg_.has_adobe_segment = true;
      return Keep(segment.whole);
    }
    if (segment.marker == marker::kApp1 && StartsWith(content, kExif) && jpeg_.exif.empty()) {
      jpeg_.exif = content.subspan(kExif.size());
    }
    return {};
  }

  Result<void> TakeFrame(const JpegSegment& segment) {
    if (HasFrame()) return Damaged("the JPEG has two frame headers");
    TRY_ASSIGN(jpeg_.frame, ParseJpegFrame(segment.marker, segment.content));
    TRY(CheckDimensions(jpeg_.frame.width_px, jpeg_.frame.height_px, limits_));
    return Keep(segment.whole);
  }

  Result<void> TakeScan(const JpegSegment& segment) {
    if (!HasFrame()) return Damaged("the JPEG has no frame header");
    if (++jpeg_.scan_count > limits_.max_jpeg_scans) {
      return Fail(error_code::kImageTooManyScans,
                  {"the JPEG has more than ", limits_.max_jpeg_scans,
                   " scans, which take too long: save it as a usual JPEG or as PNG"});
    }
    TRY_ASSIGN(const JpegScan scan, ParseJpegScan(segment.content, jpeg_.frame, tables_));
    TRY(coverage_.Add(scan));
    TRY_ASSIGN(const auto data, MeasureJpegCodedData(file_, segments_.position()));
    TRY(CheckWhole(scan, data));
    segments_.MoveTo(data.end);
    const ByteSpan header_and_data(segment.whole.data(), segment.whole.size() + data.coded.size());
    return Keep(header_and_data, /*is_scan=*/true);
  }

  Result<void> CheckWhole(const JpegScan& scan, const JpegCodedData& data) const {
    const int interval = tables_.restart_interval();
    const int64_t want_restarts = interval == 0 ? 0 : (scan.Mcus(jpeg_.frame) - 1) / interval;
    const auto bits = static_cast<int64_t>(data.coded.size()) * 8;
    if (data.restarts == want_restarts && bits >= scan.FewestBits(jpeg_.frame)) return {};
    return Damaged({"a part of the JPEG's data is missing (scan ", jpeg_.scan_count, " has only ",
                    GroupDigits(data.coded.size()), " bytes)"});
  }

  Result<void> Keep(ByteSpan bytes, bool is_scan = false) {
    if (jpeg_.pieces.size() >= kMaxPieces) return Damaged("the JPEG has thousands of tables");
    jpeg_.pieces.push_back({.bytes = bytes, .is_scan = is_scan});
    return {};
  }

  bool HasFrame() const { return jpeg_.frame.component_count != 0; }

  const ByteSpan file_;
  const DecodeLimits& limits_;
  JpegSegmentReader segments_;
  JpegTables tables_;
  JpegCoverage coverage_;
  JpegStructure jpeg_;
};

}  // namespace

Result<JpegStructure> ReadJpegStructure(ByteSpan file, const DecodeLimits& limits) {
  return JpegWalk(file, limits).Run();
}

}  // namespace glance
