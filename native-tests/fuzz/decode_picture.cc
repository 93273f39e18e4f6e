// Fuzzes what a stranger's picture goes through: sniffing, structure, decoding, EXIF orientation,
// framing, resampling, normalising.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "fuzz/choices.h"
#include "fuzz/require.h"
#include "glance/preprocessing.h"
#include "image/decode.h"
#include "image/image.h"
#include "image/stb.h"
#include "preprocess/framing.h"
#include "preprocess/view.h"

namespace glance::fuzz {
namespace {

// So few pixels that a run takes about a millisecond. That the limits hold is tested in
// native-tests/image.
constexpr DecodeLimits kLimits{.max_file_bytes = 1 << 20,
                               .max_pixels = 1 << 16,
                               .max_jpeg_pixels = 1 << 16,
                               .max_peak_bytes = 32 << 20};
constexpr int64_t kFewPixels = 1 << 12;

bool Equal(const Image& a, const Image& b) {
  return a.width_px() == b.width_px() && a.height_px() == b.height_px() &&
         std::ranges::equal(a.pixels(), b.pixels());
}

int64_t PixelsOf(const Image& image) { return int64_t{image.width_px()} * image.height_px(); }

PreprocessSpec AnySpec(Choices& choices) {
  PreprocessSpec spec;
  spec.crop_height_px = choices.Between(1, 48);
  spec.crop_width_px = choices.Between(1, 48);
  spec.resize_shorter_px =
      std::max(spec.crop_height_px, spec.crop_width_px) + choices.Between(0, 16);
  spec.filter = choices.OneIn(2) ? ResampleFilter::kBilinear : ResampleFilter::kBicubic;
  spec.longer_side = choices.OneIn(2) ? Rounding::kFloor : Rounding::kNearest;
  spec.crop_offset = choices.OneIn(2) ? Rounding::kFloor : Rounding::kNearest;
  spec.mean.fill(127.5f);
  spec.std.fill(64.0f);
  return spec;
}

// One in four looks at a region, which may reach a pixel beyond the picture.
Framing AnyFraming(Size upright, Choices& choices) {
  Framing framing{.fit = static_cast<Fit>(choices.Between(0, 2))};
  if (!choices.OneIn(4)) return framing;
  Region region{.x = choices.Between(-1, upright.width_px),
                .y = choices.Between(-1, upright.height_px)};
  region.width = choices.Between(0, upright.width_px - region.x + 1);
  region.height = choices.Between(0, upright.height_px - region.y + 1);
  framing.region = region;
  return framing;
}

void CheckNormalized(const Image& view, const PreprocessSpec& spec) {
  std::vector<float> tensor(view.pixels().size());
  Require(Normalize(view, spec, tensor).has_value(), "a view fits the network's input");
  const bool in_range = std::ranges::all_of(tensor, [](float v) { return v >= -2 && v <= 2; });
  Require(in_range, "normalised pixels lie between those of black and white");
}

// The view is the same whether the picture is turned before or meanwhile.
void CheckView(const DecodedPicture& stored, const Image& upright, Choices& choices) {
  const PreprocessSpec spec = AnySpec(choices);
  const Size size{upright.height_px(), upright.width_px()};
  Require(UprightSize(stored.image, stored.exif_orientation) == size, "turning gives the size");
  const auto frame = FrameOf(size, spec, AnyFraming(size, choices));
  if (!frame) return RequireTyped(frame.error(), {"call/bad-argument"});
  const auto view = RenderView(stored.image, *frame, spec, stored.exif_orientation);
  if (!view) return RequireTyped(view.error(), {});
  Require(view->height_px() == spec.crop_height_px && view->width_px() == spec.crop_width_px,
          "a view has the size of the network's input");
  CheckNormalized(*view, spec);
  if (stored.exif_orientation == 1) return;
  const auto of_upright = RenderView(upright, *frame, spec);
  Require(of_upright && Equal(*of_upright, *view), "turning first gives the same view");
}

// What is written as PNG, or goes through a canvas, is read as it was.
void CheckRoundTrips(const Image& image) {
  const auto png = EncodePng(image);
  if (!png) return RequireTyped(png.error(), {});
  const auto again = DecodePicture(png->span());
  Require(again && Equal(again->image, image), "a picture written as PNG is read as it was");
  auto rgba = Buffer<uint8_t>::Create(static_cast<size_t>(PixelsOf(image)) * 4);
  if (!rgba) return RequireTyped(rgba.error(), {});
  for (size_t i = 0; i < image.pixels().size(); ++i) {
    rgba->span()[i / 3 * 4 + i % 3] = image.pixels()[i];
  }
  const auto from_canvas = ImageFromRgba(*std::move(rgba), image.width_px(), image.height_px());
  Require(from_canvas && Equal(*from_canvas, image), "a canvas gives the same picture");
}

void CheckPicture(ByteSpan file) {
  const auto stored = DecodeAsStored(file, kLimits);
  if (!stored) return RequireTyped(stored.error(), {"image/"});
  const auto pixels = PixelsOf(stored->image);
  Require(pixels > 0 && pixels <= kLimits.max_pixels, "a picture is within the limits");
  Require(static_cast<uint64_t>(pixels) * 3 == stored->image.pixels().size(), "no byte is missing");
  Require(stored->exif_orientation >= 1 && stored->exif_orientation <= 8, "orientations are 1..8");
  const auto upright = DecodePicture(file, kLimits);
  if (!upright) return RequireTyped(upright.error(), {"image/too-large"});
  Choices choices(file);
  CheckView(*stored, upright->image, choices);
  if (pixels <= kFewPixels && choices.OneIn(4)) CheckRoundTrips(upright->image);
}

}  // namespace
}  // namespace glance::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  glance::fuzz::CheckPicture({bytes, count});
  return 0;
}
