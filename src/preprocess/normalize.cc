// Pixels -> the numbers that the network was trained on. A division, not a multiplication by a
// reciprocal, so that the last bit equals the training framework's.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/preprocess.h"

namespace glance {

Result<void> Normalize(const Image& image, const PreprocessSpec& spec, std::span<float> tensor) {
  const size_t channels = spec.mean.size();
  const uint64_t values =
      static_cast<uint64_t>(image.width_px) * static_cast<uint64_t>(image.height_px) * channels;
  if (image.pixels.size() != values || tensor.size() != values) {
    return Fail(error_code::kCallBadArgument, "picture has " + std::to_string(image.pixels.size()) +
                                                  " bytes and tensor " +
                                                  std::to_string(tensor.size()) + " values, want " +
                                                  std::to_string(values) + " of both");
  }
  for (size_t i = 0; i < tensor.size(); i += channels) {
    for (size_t c = 0; c < channels; ++c) {
      tensor[i + c] = (static_cast<float>(image.pixels.data()[i + c]) - spec.mean[c]) / spec.std[c];
    }
  }
  return {};
}

}  // namespace glance
