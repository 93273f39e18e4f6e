// A heat map over its picture. The map is enlarged a row at a time, never as a whole.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "base/buffer.h"
#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"
#include "postprocess/color_ramp.h"
#include "postprocess/heat_map.h"

namespace glance {
namespace {

constexpr size_t kChannels = 3;

// Between the samples `low` and `high` of a source, `fraction` of the way.
struct Position {
  size_t low = 0;
  size_t high = 0;
  float fraction = 0;
};

// Where the centre of target pixel `target` falls in the source; beyond the outermost centres the
// edge continues.
Position SourcePosition(int target, int target_length, int source_length) {
  const double scale = static_cast<double>(source_length) / target_length;
  const double last = source_length - 1;
  const double center = std::clamp((target + 0.5) * scale - 0.5, 0.0, last);
  const double low = std::floor(center);
  return {static_cast<size_t>(low), static_cast<size_t>(std::min(low + 1, last)),
          static_cast<float>(center - low)};
}

float Between(float low, float high, float fraction) { return low + (high - low) * fraction; }

// The map's row at the height of the picture's row, (map.width).
void InterpolateRow(const HeatMap& map, const Position& position, std::span<float> row) {
  const auto width = static_cast<size_t>(map.width);
  const float* low = map.values.data() + position.low * width;
  const float* high = map.values.data() + position.high * width;
  for (size_t x = 0; x < row.size(); ++x) row[x] = Between(low[x], high[x], position.fraction);
}

// Not a number counts as 0.
float ClampedToUnit(float value) { return value > 0.0f ? std::min(value, 1.0f) : 0.0f; }

const Rgb& ColorOf(float value) {
  return kColorRamp[static_cast<size_t>(std::lround(ClampedToUnit(value) * 255.0f))];
}

void BlendPixel(const uint8_t* pixel, const Rgb& color, float opacity, uint8_t* target) {
  for (size_t c = 0; c < kChannels; ++c) {
    target[c] = static_cast<uint8_t>(std::lround(Between(pixel[c], color[c], opacity)));
  }
}

Result<void> CheckMatches(const std::string& name, size_t values, int height, int width,
                          size_t channels) {
  const uint64_t positions = static_cast<uint64_t>(height) * static_cast<uint64_t>(width);
  if (height >= 1 && width >= 1 && values == positions * channels) return {};
  return Fail(error_code::kCallBadArgument, name + " of " + std::to_string(width) + "x" +
                                                std::to_string(height) + " has " +
                                                std::to_string(values) + " values");
}

}  // namespace

Result<Image> OverlayHeatMap(const Image& picture, const HeatMap& map, float opacity) {
  TRY(CheckMatches("picture", picture.pixels.size(), picture.height_px, picture.width_px,
                   kChannels));
  TRY(CheckMatches("heat map", map.values.size(), map.height, map.width, 1));
  TRY_ASSIGN(Buffer<float> row, Buffer<float>::Create(static_cast<size_t>(map.width)));
  TRY_ASSIGN(Buffer<uint8_t> pixels, Buffer<uint8_t>::Create(picture.pixels.size()));
  const float blend = ClampedToUnit(opacity);
  size_t offset = 0;
  for (int y = 0; y < picture.height_px; ++y) {
    InterpolateRow(map, SourcePosition(y, picture.height_px, map.height), row.span());
    for (int x = 0; x < picture.width_px; ++x, offset += kChannels) {
      const auto [low, high, fraction] = SourcePosition(x, picture.width_px, map.width);
      const float value = Between(row.data()[low], row.data()[high], fraction);
      BlendPixel(picture.pixels.data() + offset, ColorOf(value), blend, pixels.data() + offset);
    }
  }
  return Image{picture.width_px, picture.height_px, std::move(pixels)};
}

}  // namespace glance
