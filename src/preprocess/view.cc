// Resizing, cropping and padding in one step: only the pixels inside the view are computed.
#include "preprocess/view.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/framing.h"
#include "preprocess/geometry.h"
#include "preprocess/passes.h"
#include "preprocess/preprocess.h"
#include "preprocess/resample.h"
#include "preprocess/value_count.h"

namespace glance {
namespace {

Result<void> CheckPicture(const Image& image) {
  const uint64_t bytes =
      static_cast<uint64_t>(image.height_px) * static_cast<uint64_t>(image.width_px) * kChannels;
  if (image.pixels.size() == bytes) return {};
  return Fail(error_code::kCallBadArgument,
              {"picture of ", image.width_px, "x", image.height_px, " pixels has ",
               image.pixels.size(), " bytes, want ", bytes});
}

// The part of the view that lies on the resized source: of a letterbox, all of the source.
Region OnTheSource(const Frame& frame) {
  const auto& [source, resized, view] = frame;
  return {std::max(view.top_px, 0),
          std::max(view.left_px, 0),
          {std::min(view.size.height_px, resized.height_px),
           std::min(view.size.width_px, resized.width_px)}};
}

uint8_t NearestPixel(float value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0f, 255.0f)));
}

Result<Image> Canvas(Size size, const PreprocessSpec& spec) {
  const uint64_t row_bytes = static_cast<uint64_t>(size.width_px) * kChannels;
  TRY_ASSIGN(auto pixels,
             Buffer<uint8_t>::Create(ValueCount(row_bytes, static_cast<uint64_t>(size.height_px))));
  for (size_t i = 0; i < pixels.size(); ++i) {
    pixels.data()[i] = NearestPixel(spec.mean[i % kChannels]);
  }
  return Image{size.width_px, size.height_px, std::move(pixels)};
}

void Paste(const Image& part, int top_px, int left_px, Image& canvas) {
  const size_t row_bytes = static_cast<size_t>(part.width_px) * kChannels;
  for (int y = 0; y < part.height_px; ++y) {
    const size_t pixel =
        static_cast<size_t>(top_px + y) * static_cast<size_t>(canvas.width_px) + left_px;
    std::copy_n(part.pixels.data() + y * row_bytes, row_bytes,
                canvas.pixels.data() + pixel * kChannels);
  }
}

}  // namespace

Result<Image> RenderView(const Image& image, const Frame& frame, const PreprocessSpec& spec,
                         int exif_orientation) {
  TRY(CheckPicture(image));
  const Region part = OnTheSource(frame);
  TRY_ASSIGN(Image pixels, ResampleRegion(image, {frame.source, frame.resized, part}, spec.filter,
                                          exif_orientation));
  if (part.size == frame.view.size) return pixels;
  TRY_ASSIGN(Image canvas, Canvas(frame.view.size, spec));
  Paste(pixels, -frame.view.top_px, -frame.view.left_px, canvas);
  return canvas;
}

}  // namespace glance
