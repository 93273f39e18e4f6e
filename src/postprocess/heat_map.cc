// One weighted sum over the channels for each position of the feature map, in double.
#include "postprocess/heat_map.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/buffer.h"
#include "base/error_codes.h"
#include "base/result.h"

namespace glance {
namespace {

Result<void> CheckSizes(size_t features, int height, int width, size_t channels) {
  const std::string map =
      std::to_string(height) + "x" + std::to_string(width) + "x" + std::to_string(channels);
  if (height < 1 || width < 1 || channels < 1) {
    return Fail(error_code::kCallBadArgument, "feature map of " + map);
  }
  const uint64_t positions = static_cast<uint64_t>(height) * static_cast<uint64_t>(width);
  if (features % channels != 0 || features / channels != positions) {
    return Fail(error_code::kCallBadArgument,
                "feature map of " + map + " has " + std::to_string(features) + " values");
  }
  return {};
}

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

}  // namespace glance
