#include "postprocess/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/buffer.h"
#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"

namespace glance {
namespace {

Result<void> CheckSizes(size_t features, int height, int width, size_t channels) {
  const std::string map = Join({height, "x", width, "x", channels});
  if (height < 1 || width < 1 || channels < 1) {
    return Fail(error_code::kCallBadArgument, {"feature map of ", map});
  }
  const uint64_t positions = static_cast<uint64_t>(height) * static_cast<uint64_t>(width);
  if (features % channels != 0 || features / channels != positions) {
    return Fail(error_code::kCallBadArgument,
                {"feature map of ", map, " has ", features, " values"});
  }
  return {};
}

// In double: a sum over hundreds of channels.
double WeightedSum(std::span<const float> values, std::span<const float> weights) {
  double sum = 0;
  for (size_t c = 0; c < weights.size(); ++c) sum += double{values[c]} * double{weights[c]};
  return sum;
}

// (value - minimum) / range; a constant map has no range and stays 0.
void ScaleToUnit(std::span<const double> sums, std::span<float> scaled) {
  const auto [low, high] = std::ranges::minmax(sums);
  if (!(high > low)) return;
  for (size_t i = 0; i < sums.size(); ++i) {
    scaled[i] = static_cast<float>((sums[i] - low) / (high - low));
  }
}

}  // namespace

Result<HeatMap> ClassActivationMap(std::span<const float> features, int height, int width,
                                   std::span<const float> class_weights) {
  const size_t channels = class_weights.size();
  TRY(CheckSizes(features.size(), height, width, channels));
  const size_t positions = features.size() / channels;
  TRY_ASSIGN(Buffer<double> sums, Buffer<double>::Create(positions));
  HeatMap map{height, width, {}};
  TRY_ASSIGN(map.values, Buffer<float>::Create(positions));
  for (size_t i = 0; i < positions; ++i) {
    sums.data()[i] = WeightedSum(features.subspan(i * channels, channels), class_weights);
  }
  ScaleToUnit(sums.span(), map.values.span());
  return map;
}

namespace {

// The control points lie at equal distances along a path of ours in OKLab (Ottosson, 2020):
// lightness .22 to .92, hue 275 to 465 degrees, chroma .12 to .18 or what sRGB can show.
constexpr std::array<Rgb, 9> kControlPoints = {{
    {17, 9, 80},
    {62, 17, 109},
    {111, 25, 120},
    {159, 36, 114},
    {201, 58, 95},
    {232, 95, 68},
    {247, 139, 47},
    {247, 187, 74},
    {240, 233, 136},
}};

// Entry `i` of the ramp, 0..255.
constexpr Rgb RampColor(size_t i) {
  constexpr size_t kLast = 255;
  constexpr size_t kSegments = kControlPoints.size() - 1;
  // In units of 1/255 segment.
  const size_t segment = i == kLast ? kSegments - 1 : i * kSegments / kLast;
  const size_t beyond = i * kSegments - segment * kLast;
  Rgb color{};
  for (size_t c = 0; c < color.size(); ++c) {
    const size_t sum =
        kControlPoints[segment][c] * (kLast - beyond) + kControlPoints[segment + 1][c] * beyond;
    color[c] = static_cast<uint8_t>((sum + kLast / 2) / kLast);
  }
  return color;
}

constexpr std::array<Rgb, 256> AllColors() {
  std::array<Rgb, 256> ramp{};
  for (size_t i = 0; i < ramp.size(); ++i) ramp[i] = RampColor(i);
  return ramp;
}

}  // namespace

constexpr std::array<Rgb, 256> kColorRamp = AllColors();

namespace {

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

// Computed: in WebAssembly the table is larger than the code.
Rgb ColorOf(float value) {
  return RampColor(static_cast<size_t>(std::lround(ClampedToUnit(value) * 255.0f)));
}

Result<void> CheckMap(const HeatMap& map) {
  const auto positions = static_cast<uint64_t>(map.height) * static_cast<uint64_t>(map.width);
  if (map.height >= 1 && map.width >= 1 && map.values.size() == positions) return {};
  return Fail(error_code::kCallBadArgument,
              {"heat map of ", map.width, "x", map.height, " has ", map.values.size(), " values"});
}

}  // namespace

// The map is enlarged a row at a time, never as a whole.
Result<Image> ColorHeatMap(const HeatMap& map, int width_px, int height_px) {
  TRY(CheckMap(map));
  TRY_ASSIGN(Image colored, Image::CreateBlack(width_px, height_px));
  TRY_ASSIGN(Buffer<float> row, Buffer<float>::Create(static_cast<size_t>(map.width)));
  uint8_t* target = colored.pixels().data();
  for (int y = 0; y < height_px; ++y) {
    InterpolateRow(map, SourcePosition(y, height_px, map.height), row.span());
    for (int x = 0; x < width_px; ++x, target += Image::kChannels) {
      const auto [low, high, fraction] = SourcePosition(x, width_px, map.width);
      std::ranges::copy(ColorOf(Between(row.data()[low], row.data()[high], fraction)), target);
    }
  }
  return colored;
}

Result<Image> HeatMapLegend() {
  TRY_ASSIGN(Image legend, Image::CreateBlack(kColorRamp.size(), 1));
  uint8_t* target = legend.pixels().data();
  for (size_t i = 0; i < kColorRamp.size(); ++i, target += Image::kChannels) {
    std::ranges::copy(RampColor(i), target);
  }
  return legend;
}

Result<Image> OverlayHeatMap(const Image& picture, const HeatMap& map, float opacity) {
  TRY_ASSIGN(Image overlay, ColorHeatMap(map, picture.width_px(), picture.height_px()));
  const float blend = ClampedToUnit(opacity);
  std::ranges::transform(picture.pixels(), overlay.pixels(), overlay.pixels().data(),
                         [blend](uint8_t below, uint8_t above) {
                           return static_cast<uint8_t>(std::lround(Between(below, above, blend)));
                         });
  return overlay;
}

}  // namespace glance
