// Pixels -> the numbers that the network was trained on. A division, not a multiplication by a
// reciprocal, so that the last bit equals the training framework's.
#include <cstddef>
#include <span>

#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/preprocess.h"

namespace glance {

Result<void> Normalize(const Image& image, const PreprocessSpec& spec, std::span<float> tensor) {
  const auto pixels = image.pixels();
  if (tensor.size() != pixels.size()) {
    return Fail(error_code::kCallBadArgument,
                {"a tensor of ", tensor.size(), " values; want ", pixels.size()});
  }
  const size_t channels = spec.mean.size();
  for (size_t i = 0; i < tensor.size(); i += channels) {
    for (size_t c = 0; c < channels; ++c) {
      tensor[i + c] = (static_cast<float>(pixels[i + c]) - spec.mean[c]) / spec.std[c];
    }
  }
  return {};
}

}  // namespace glance
