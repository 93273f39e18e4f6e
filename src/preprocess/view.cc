// Resizing, cropping and padding in one step: only the pixels inside the view are computed.
#include "preprocess/view.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/error_codes.h"
#include "base/result.h"
#include "glance/preprocessing.h"
#include "image/image.h"
#include "preprocess/framing.h"
#include "preprocess/geometry.h"
#include "preprocess/resample.h"

namespace glance {
namespace {

// The part of the view that lies on the resized source: of a letterbox, all of the source.
Region OnTheSource(const Frame& frame) {
  const auto& [source, resized, view] = frame;
  return {std::max(view.x, 0), std::max(view.y, 0), std::min(view.width, resized.width_px),
          std::min(view.height, resized.height_px)};
}

uint8_t NearestPixel(float value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0f, 255.0f)));
}

Result<Image> Canvas(Size size, const PreprocessSpec& spec) {
  TRY_ASSIGN(Image canvas, Image::CreateBlack(size.width_px, size.height_px));
  const auto pixels = canvas.pixels();
  for (size_t i = 0; i < pixels.size(); ++i) {
    pixels[i] = NearestPixel(spec.mean[i % Image::kChannels]);
  }
  return canvas;
}

void Paste(const Image& part, int top_px, int left_px, Image& canvas) {
  const size_t row_bytes = static_cast<size_t>(part.width_px()) * Image::kChannels;
  for (int y = 0; y < part.height_px(); ++y) {
    const size_t pixel =
        static_cast<size_t>(top_px + y) * static_cast<size_t>(canvas.width_px()) + left_px;
    std::copy_n(part.pixels().data() + y * row_bytes, row_bytes,
                canvas.pixels().data() + pixel * Image::kChannels);
  }
}

}  // namespace

Result<Image> RenderView(const Image& image, const Frame& frame, const PreprocessSpec& spec,
                         int exif_orientation) {
  const Region part = OnTheSource(frame);
  TRY_ASSIGN(Image pixels, ResampleRegion(image, {frame.source, frame.resized, part}, spec.filter,
                                          exif_orientation));
  if (SizeOf(part) == SizeOf(frame.view)) return pixels;
  TRY_ASSIGN(Image canvas, Canvas(SizeOf(frame.view), spec));
  Paste(pixels, -frame.view.y, -frame.view.x, canvas);
  return canvas;
}

// Divides, rather than multiplying by a reciprocal, so that the last bit equals the training
// framework's.
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
