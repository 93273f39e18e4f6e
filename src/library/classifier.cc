// What include/glance/classifier.h promises, by the core.
#define GLANCE_INSIDE_LIBRARY
#include "classifier.h"

#include <glance/classifier.h>

#include <algorithm>
#include <utility>

#include "base/error_codes.h"

namespace glance::installed {
namespace {

glance::Framing FramingOf(const ClassifyOptions& options) {
  glance::Framing framing;
  switch (options.fit) {
    case Fit::kCrop:
      framing.fit = glance::Fit::kCrop;
      break;
    case Fit::kSquash:
      framing.fit = glance::Fit::kSquash;
      break;
    case Fit::kLetterbox:
      framing.fit = glance::Fit::kLetterbox;
      break;
  }
  if (options.region) {
    const auto& [x, y, width, height] = *options.region;
    framing.region =
        glance::Region{.top_px = y, .left_px = x, .size = {.height_px = height, .width_px = width}};
  }
  return framing;
}

glance::ClassifyOptions OptionsOf(const ClassifyOptions& options) {
  return {.top_k = options.top_k,
          .language = options.language,
          .framing = FramingOf(options),
          .heat_map = options.heat_map};
}

std::unexpected<Error> FailureOf(const glance::Error& error) {
  return std::unexpected(Error{error.code, error.message});
}

Result<Classification> ResultOf(const glance::Result<glance::Classification>& result) {
  if (!result) return FailureOf(result.error());
  Classification classification{.width_px = result->width_px,
                                .height_px = result->height_px,
                                .entropy_bits = result->entropy_bits};
  for (const auto& [index, label, score] : result->predictions) {
    classification.predictions.push_back({index, label, score});
  }
  const auto& timings = result->timings;
  classification.timings = {timings.decode_ms, timings.preprocess_ms, timings.infer_ms,
                            timings.total_ms};
  if (result->heat_map) {
    const auto values = result->heat_map->values.span();
    classification.heat_map = HeatMap{.width = result->heat_map->width,
                                      .height = result->heat_map->height,
                                      .values = {values.begin(), values.end()}};
  }
  return classification;
}

// A copy of the caller's pixels as the core has them.
glance::Result<Image> ImageOf(std::span<const uint8_t> rgb, int width_px, int height_px) {
  const DecodeLimits limits;
  if (width_px < 1 || height_px < 1 || width_px > limits.max_side_px ||
      height_px > limits.max_side_px || int64_t{width_px} * height_px > limits.max_pixels) {
    return Fail(error_code::kCallBadArgument,
                {"a picture of ", width_px, "x", height_px,
                 " pixels; want sides of 1 to 32,768 and at most 100,000,000 in all"});
  }
  TRY_ASSIGN(auto pixels, Buffer<uint8_t>::CopyOf(rgb));
  return Image::Create(width_px, height_px, std::move(pixels));
}

}  // namespace

struct Classifier::State {
  glance::Classifier core;
};

Classifier::Classifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;
Classifier::~Classifier() = default;

Result<Classifier> Classifier::Load(std::span<const uint8_t> weights, const LoadOptions& options) {
  auto file = Buffer<uint8_t>::CopyOf(weights);
  if (!file) return FailureOf(file.error());
  auto core = glance::Classifier::Load(
      *std::move(file), {.threads = options.threads, .resolution = options.resolution});
  if (!core) return FailureOf(core.error());
  return Classifier(std::make_unique<State>(State{*std::move(core)}));
}

Result<Classification> Classifier::Classify(std::span<const uint8_t> picture,
                                            const ClassifyOptions& options) {
  return ResultOf(state_->core.Classify(picture, OptionsOf(options)));
}

Result<Classification> Classifier::ClassifyRgb(std::span<const uint8_t> rgb, int width_px,
                                               int height_px, const ClassifyOptions& options) {
  const auto image = ImageOf(rgb, width_px, height_px);
  if (!image) return FailureOf(image.error());
  return ResultOf(state_->core.ClassifyImage(*image, OptionsOf(options)));
}

int Classifier::classes() const { return static_cast<int>(state_->core.model().classes); }

const std::string& Classifier::model_name() const { return state_->core.model().name; }

}  // namespace glance::installed
