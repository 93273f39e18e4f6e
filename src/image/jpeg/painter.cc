#include "image/jpeg/painter.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "image/ycbcr_to_rgb.h"

namespace glance {
namespace {

constexpr uint8_t kGrey = 128;
constexpr int kRgb = 3;
constexpr int kLineSpare = 3;  // the resamplers write up to four samples for one

int Ceil(int value, int unit) { return (value + unit - 1) / unit; }

// a * b / 255, rounded.
uint8_t Share(int a, int b) {
  const int product = a * b + 128;
  return static_cast<uint8_t>((product + (product >> 8)) >> 8);
}

uint64_t PlaneBytes(const JpegFrame& frame, const JpegComponent& component) {
  return static_cast<uint64_t>(frame.McusAcross()) * component.across * 8 * component.down * 8 * 2;
}

}  // namespace

uint64_t JpegPainter::MemoryBytes(const JpegFrame& frame) {
  uint64_t bytes = uint64_t{kRgb} * frame.width_px * frame.height_px;
  for (int i = 0; i < frame.component_count; ++i) {
    bytes += PlaneBytes(frame, frame.components[i]) + frame.width_px + kLineSpare;
  }
  return bytes;
}

Result<JpegPainter::Plane> JpegPainter::MakePlane(const JpegFrame& frame, int component) {
  const JpegComponent& of = frame.components[component];
  const int across = frame.max_across / of.across;
  const int down = frame.max_down / of.down;
  Plane plane{.stride = static_cast<int>(frame.McusAcross()) * of.across * 8,
              .kept_rows = of.down * 8 * 2,
              .width = Ceil(frame.width_px, across),
              .height = Ceil(frame.height_px * of.down, frame.max_down),
              .across = across,
              .down = down,
              .resample = ResamplerFor(across, down)};
  TRY_ASSIGN(plane.samples, Buffer<uint8_t>::Create(static_cast<size_t>(PlaneBytes(frame, of))));
  TRY_ASSIGN(plane.line, Buffer<uint8_t>::Create(size_t{kLineSpare} + frame.width_px));
  return plane;
}

Result<JpegPainter> JpegPainter::Create(const JpegFrame& frame, JpegColours colours) {
  JpegPainter painter;
  painter.frame_ = frame;
  painter.colours_ = colours;
  for (int i = 0; i < frame.component_count; ++i) {
    TRY_ASSIGN(painter.planes_[i], MakePlane(frame, i));
  }
  const size_t pixels = size_t{1} * frame.width_px * frame.height_px;
  TRY_ASSIGN(painter.rgb_, Buffer<uint8_t>::Create(kRgb * pixels));
  return painter;
}

void JpegPainter::ClearMcuRow(int mcu_row) {
  for (Plane& plane : planes_) {
    if (plane.samples.empty()) continue;
    const int rows = plane.kept_rows / 2;
    std::memset(plane.Row(int64_t{rows} * mcu_row), kGrey, size_t{1} * rows * plane.stride);
  }
}

// Where a sample covers several rows of pixels, each is a mixture of the two rows of samples that
// are nearest to it.
int JpegPainter::Plane::LastRowFor(int y) const {
  return std::min((y + (down >> 1)) / down, height - 1);
}

const uint8_t* JpegPainter::Plane::Resample(int y) {
  const int place = y + (down >> 1);
  const int below = LastRowFor(y);
  const int above = std::clamp(place / down - 1, 0, height - 1);
  const bool nearer_below = place % down >= down >> 1;
  const int near = nearer_below ? below : above;
  const int far = nearer_below ? above : below;
  return resample(line.data(), Row(near), Row(far), width, across);
}

bool JpegPainter::IsKnown(int y, int mcu_rows) const {
  return std::ranges::all_of(planes_, [&](const Plane& plane) {
    return plane.samples.empty() || plane.LastRowFor(y) < int64_t{mcu_rows} * plane.kept_rows / 2;
  });
}

void JpegPainter::Paint(int mcu_rows) {
  while (next_y_ < frame_.height_px && IsKnown(next_y_, mcu_rows)) PaintRow(next_y_++);
}

void JpegPainter::PaintRow(int y) {
  const int width = frame_.width_px;
  uint8_t* rgb = rgb_.data() + size_t{kRgb} * width * y;
  std::array<const uint8_t*, 4> rows{};
  for (int i = 0; i < frame_.component_count; ++i) rows[i] = planes_[i].Resample(y);
  if (colours_ == JpegColours::kYcc || colours_ == JpegColours::kYcck) {
    YcbcrToRgb(rgb, rows[0], rows[1], rows[2], width, kRgb);
  } else {
    const bool is_grey = colours_ == JpegColours::kGrey;
    for (int x = 0; x < width; ++x) {
      for (int i = 0; i < kRgb; ++i) rgb[kRgb * x + i] = rows[is_grey ? 0 : i][x];
    }
  }
  if (frame_.component_count < 4) return;
  // The file has 255 - c, or the YCbCr of c, for an ink c, and 255 - k for black.
  const int inverted = colours_ == JpegColours::kYcck ? 255 : 0;
  for (int i = 0; i < kRgb * width; ++i) rgb[i] = Share(rgb[i] ^ inverted, rows[3][i / kRgb]);
}

Result<Image> JpegPainter::Take() && {
  return Image::Create(frame_.width_px, frame_.height_px, std::move(rgb_));
}

}  // namespace glance
