// Glance's public C++ interface, the only header that is installed. Link `glance::glance` of
// find_package(glance); C++23 is needed, exceptions and RTTI are not.
//
//   auto classifier = glance::Classifier::Load(weights);      // bytes of a .safetensors file
//   if (!classifier) return Report(classifier.error());
//   auto result = classifier->Classify(picture);              // bytes of a JPEG or PNG file
//   if (result) Print(result->predictions.front().label);
//
// Nothing here prints, reads files, throws or aborts on input; every failure is a value.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace glance::installed {

// `code` is a stable string for programs, "area/reason", such as "image/damaged"; `message` is one
// English sentence for people that holds the offending value.
struct Error {
  std::string code;
  std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

struct LoadOptions {
  int threads = 1;     // 1..64, the calling one included; fewer where the system refuses them
  int resolution = 0;  // side of the network's input in pixels, 32..1024; 0 is the model's own
};

// How a picture is brought to the size of the network's input.
enum class Fit {
  kCrop,       // the model's own preprocessing: shorter side resized, centre cut out
  kSquash,     // all of it, whatever its aspect ratio
  kLetterbox,  // all of it, padded
};

// In pixels of the upright picture, from its top left corner.
struct Region {
  int x = 0, y = 0, width = 0, height = 0;
};

struct ClassifyOptions {
  int top_k = 5;                // at least 1; clipped to the number of classes
  std::string language = "en";  // of the labels; English when the model lacks it
  Fit fit = Fit::kCrop;
  // Only this is looked at; must lie inside the picture.
  std::optional<Region> region = std::nullopt;
  bool heat_map = false;  // whether to make one, of the best class
};

struct Prediction {
  int index = 0;       // class, 0 to classes - 1
  std::string label;   // up to the first comma of the label in the weight file
  float score = 0.0f;  // softmax probability, 0..1
};

// Where the best class was recognised, over what the network saw.
struct HeatMap {
  int width = 0, height = 0;
  std::vector<float> values;  // (height, width), row by row: 1 most of all, 0 least
};

// Milliseconds of wall-clock time.
struct Timings {
  double decode_ms = 0, preprocess_ms = 0, infer_ms = 0, total_ms = 0;
};

struct Classification {
  int width_px = 0, height_px = 0;      // of the upright picture
  std::vector<Prediction> predictions;  // best first
  double entropy_bits = 0;              // of all scores: 0 (certain) .. log2(classes)
  Timings timings;
  std::optional<HeatMap> heat_map;
};

// Owns a model and its compiled network: about twice the weight file. Movable, not copyable. Not
// for concurrent use; make one for each thread. A moved-from classifier may only be destroyed or
// assigned to.
class Classifier {
 public:
  // `weights` is a whole weight file (models/FORMAT.md), not compressed; it is copied. Fails with
  // model/*, infer/*, call/bad-argument (options) or memory/exhausted.
  static Result<Classifier> Load(std::span<const uint8_t> weights, const LoadOptions& options = {});

  // `picture` is a whole JPEG or PNG file, at most 64 MiB and 100,000,000 pixels; it is read only
  // during the call. EXIF orientation is applied. Fails with image/*, infer/*, model/no-heat-map,
  // call/bad-argument or memory/exhausted; the classifier stays usable.
  Result<Classification> Classify(std::span<const uint8_t> picture,
                                  const ClassifyOptions& options = {});

  // The same for pixels that are decoded and upright: `rgb` is (height_px, width_px, 3), 8 bits a
  // channel, row by row without padding; it is copied. `timings.decode_ms` is 0. Fails with
  // call/bad-argument when the sizes do not match, or as Classify does.
  Result<Classification> ClassifyRgb(std::span<const uint8_t> rgb, int width_px, int height_px,
                                     const ClassifyOptions& options = {});

  int classes() const;
  // What the weight file calls itself, such as "EfficientNet-Lite0".
  const std::string& model_name() const;

  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;
  ~Classifier();

 private:
  struct State;
  explicit Classifier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace glance::installed

// The core has types of the same names. Its own files define this to see both.
#ifndef GLANCE_INSIDE_LIBRARY
namespace glance {
using installed::Classification;
using installed::Classifier;
using installed::ClassifyOptions;
using installed::Error;
using installed::Fit;
using installed::HeatMap;
using installed::LoadOptions;
using installed::Prediction;
using installed::Region;
using installed::Result;
using installed::Timings;
}  // namespace glance
#endif
