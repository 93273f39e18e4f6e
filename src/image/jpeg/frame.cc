// The layout is that of ITU-T T.81, B.2.2; what is refused is what stb_image cannot decode.
#include "image/jpeg/frame.h"

#include <algorithm>
#include <string>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/jpeg/segments.h"

namespace glance {
namespace {

std::unexpected<Error> Unsupported(TextPiece kind) {
  return Fail(error_code::kImageUnsupportedJpeg, {"this JPEG is of a kind that is not read (", kind,
                                                  "): save it as a usual 8-bit JPEG or as PNG"});
}

// Nothing for the processes that are read: baseline, extended and progressive, Huffman-coded.
std::string UnsupportedProcess(uint8_t marker) {
  if (marker <= jpeg_marker::kProgressive) return "";
  if (marker == jpeg_marker::kJpegLsFrame) return "JPEG-LS";
  if (marker == jpeg_marker::kHierarchicalProgression) return "hierarchical";
  const bool arithmetic = marker >= jpeg_marker::kFirstArithmeticFrame;
  const bool lossless = (marker & 3) == 3;
  const bool hierarchical = (marker & 4) != 0;
  std::string kind = arithmetic ? "arithmetic-coded" : "";
  if (lossless) kind += kind.empty() ? "lossless" : ", lossless";
  if (hierarchical) kind += kind.empty() ? "hierarchical" : ", hierarchical";
  return kind;
}

int64_t Ceil(int64_t value, int64_t unit) { return (value + unit - 1) / unit; }

Result<JpegComponent> ParseComponent(ByteSpan bytes) {
  const JpegComponent component{.id = bytes[0],
                                .across = bytes[1] >> 4,
                                .down = bytes[1] & 15,
                                .quantisation_table = bytes[2]};
  const auto [fewest, most] = std::minmax(component.across, component.down);
  if (fewest < 1 || most > 4 || component.quantisation_table > 3) {
    return Damaged("the JPEG's frame header has an impossible component");
  }
  return component;
}

Result<void> ParseComponents(JpegFrame& frame, ByteSpan bytes) {
  for (int i = 0; i < frame.component_count; ++i) {
    TRY_ASSIGN(frame.components[i], ParseComponent(bytes.subspan(size_t{3} * i, 3)));
    frame.max_across = std::max(frame.max_across, frame.components[i].across);
    frame.max_down = std::max(frame.max_down, frame.components[i].down);
  }
  if (frame.component_count == 1) {
    // A component alone is coded block by block, whatever its sampling factors.
    frame.components[0].across = frame.components[0].down = frame.max_across = frame.max_down = 1;
  }
  for (int i = 0; i < frame.component_count; ++i) {
    const JpegComponent& component = frame.components[i];
    if (frame.max_across % component.across != 0 || frame.max_down % component.down != 0) {
      return Unsupported("colours sampled at a fraction such as 2/3");
    }
  }
  return {};
}

Result<void> CheckFixedPart(ByteSpan segment) {
  if (segment.size() < 6) return Damaged("the JPEG's frame header is too short");
  const int bits = segment[0];
  const int components = segment[5];
  if (bits == 12) return Unsupported("12-bit");
  if (bits != 8) return Damaged({"the JPEG says that it has ", bits, " bits"});
  if (components != 1 && components != 3 && components != 4) {
    return Unsupported(Join({components, " colour components"}));
  }
  if (segment.size() != size_t{6} + size_t{3} * components) {
    return Damaged("the JPEG's frame header has a wrong length");
  }
  return {};
}

}  // namespace

int64_t JpegFrame::McusAcross() const { return Ceil(width_px, int64_t{8} * max_across); }
int64_t JpegFrame::McusDown() const { return Ceil(height_px, int64_t{8} * max_down); }

int64_t JpegFrame::BlocksAcrossAlone(int component) const {
  return Ceil(Ceil(int64_t{width_px} * components[component].across, max_across), 8);
}

int64_t JpegFrame::BlocksAlone(int component) const {
  const int64_t samples_down = Ceil(int64_t{height_px} * components[component].down, max_down);
  return BlocksAcrossAlone(component) * Ceil(samples_down, 8);
}

int64_t JpegFrame::BlocksInMcus(int component) const {
  const JpegComponent& of = components[component];
  return McusAcross() * McusDown() * of.across * of.down;
}

Result<JpegFrame> ParseJpegFrame(uint8_t marker, ByteSpan segment) {
  const std::string process = UnsupportedProcess(marker);
  if (!process.empty()) return Unsupported(process);
  TRY(CheckFixedPart(segment));
  JpegFrame frame{.progressive = marker == jpeg_marker::kProgressive,
                  .width_px = ReadU16Be(segment, 3),
                  .height_px = ReadU16Be(segment, 1),
                  .component_count = segment[5]};
  if (frame.width_px == 0) return Damaged("the JPEG says that it is 0 pixels wide");
  if (frame.height_px == 0) return Unsupported("its height stands behind its data");
  TRY(ParseComponents(frame, segment.subspan(6)));
  return frame;
}

}  // namespace glance
