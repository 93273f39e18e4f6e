// Pixels -> the numbers that the network was trained on. A division, not a multiplication by a
// reciprocal, so that the last bit equals the training framework's.
#include <cstddef>
#include <span>
#include <string>

#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/preprocess.h"

namespace glance {

Result<void> Normalize(const Image& image, const PreprocessSpec& spec, std::span<float> tensor) {
  const size_t channels = spec.mean.size();
  const size_t pixels = static_cast<size_t>(image.width_px) * static_cast<size_t>(image.height_px);
  if (tensor.size() != pixels * channels || image.pixels.size() != tensor.size()) {
    return Fail(error_code::kCallBadArgument, "tensor has " + std::to_string(tensor.size()) +
                                                  " values, want " +
                                                  std::to_string(pixels * channels));
  }
  for (size_t i = 0; i < tensor.size(); i += channels) {
    for (size_t c = 0; c < channels; ++c) {
      tensor[i + c] = (static_cast<float>(image.pixels.data()[i + c]) - spec.mean[c]) / spec.std[c];
    }
  }
  return {};
}

}  // namespace glance
