// The facade: one picture in, labels out. The command line and the WebAssembly bindings use this
// and nothing below it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "image/decode.h"
#include "infer/network.h"
#include "model/model.h"
#include "model/shapes.h"
#include "postprocess/heat_map.h"
#include "postprocess/scores.h"
#include "preprocess/framing.h"

namespace glance {

struct ClassifierOptions {
  int threads = 1;     // 1..64
  int resolution = 0;  // side of the network's input in pixels, 32..1024; 0 is the model's own
};

struct ClassifyOptions {
  int top_k = 5;  // at least 1; clipped to the number of classes
  std::string language = "en";
  Framing framing;                    // what of the picture is looked at, and how it is fitted
  bool heat_map = false;              // whether to make one
  std::optional<int> heat_map_class;  // 0..classes-1; the best class when absent
  bool view = false;                  // whether to return the pixels that the network saw
  DecodeLimits limits;
};

struct LabelledPrediction {
  int index = 0;
  std::string label;   // as shown: up to the first comma of the label in the file
  float score = 0.0f;  // softmax probability, 0..1
};

// Milliseconds of wall-clock time.
struct Timings {
  double decode_ms = 0, preprocess_ms = 0, infer_ms = 0, total_ms = 0;
};

struct Classification {
  int width_px = 0, height_px = 0;              // of the upright picture
  std::vector<LabelledPrediction> predictions;  // descending by score
  double entropy_bits = 0;                      // of all scores: 0 (certain) .. log2(classes)
  // What the network saw, in the upright picture; a letterbox reaches beyond the picture.
  Rectangle seen;
  Timings timings;
  int exif_orientation = 1;
  bool alpha_dropped = false;
  std::optional<HeatMap> heat_map;  // covers `seen`
  std::optional<Image> view;        // upright, of the size of the network's input; shows `seen`
};

// Owns a model and its compiled network. Not for concurrent use; make one for each thread.
class Classifier {
 public:
  // Takes ownership of the weight file. Fails with model/*, infer/*, call/bad-argument or
  // memory/exhausted.
  static Result<Classifier> Load(Buffer<uint8_t> model_file, const ClassifierOptions& options = {});

  // `picture` is a whole JPEG or PNG file. Fails with image/*, infer/*, model/no-heat-map,
  // call/bad-argument (options) or memory/exhausted; the classifier stays usable.
  Result<Classification> Classify(ByteSpan picture, const ClassifyOptions& options = {});

  // The same for pixels that are already decoded and upright; `decode_ms` is 0.
  Result<Classification> ClassifyImage(const Image& image, const ClassifyOptions& options = {});

  // The softmax of every class for the last picture, `model().classes` values.
  std::span<const float> scores() const { return scores_.span(); }
  // Shape of every value of the graph at the resolution in force.
  Result<std::vector<ValueShape>> ValueShapes() const;
  const Model& model() const { return *model_; }
  // The preprocessing in force (differs from the model's own when a resolution was chosen).
  const PreprocessSpec& preprocess() const { return preprocess_; }

 private:
  Classifier() = default;
  Result<Classification> ClassifyStored(const Image& image, int exif_orientation,
                                        const ClassifyOptions& options);
  Result<void> Check(const ClassifyOptions& options) const;
  Result<Classification> Predict(const ClassifyOptions& options);
  Result<HeatMap> MapOf(int class_index) const;

  std::unique_ptr<Model> model_;  // stable address: the network points into it
  PreprocessSpec preprocess_;
  std::optional<Network> network_;
  Buffer<float> scores_;
};

}  // namespace glance
