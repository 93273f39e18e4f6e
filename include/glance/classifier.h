// Glance's C++ interface. Link `glance::glance` of find_package(glance); C++23 is needed,
// exceptions and RTTI are not. glance.h has the same for C.
//
//   auto classifier = glance::Classifier::Load(weights);      // bytes of a .safetensors file
//   if (!classifier) return Report(classifier.error());
//   auto result = classifier->Classify(picture);              // bytes of a JPEG or PNG file
//   if (result) Print(result->predictions.front().label);
//
// Nothing here prints, reads files, throws or aborts on input; every failure is a value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glance/buffer.h"
#include "glance/image.h"
#include "glance/likeness.h"
#include "glance/model_description.h"
#include "glance/prediction.h"
#include "glance/preprocessing.h"
#include "glance/result.h"
#include "glance/teacher.h"

namespace glance {

struct Model;  // of src/model, not installed

struct LoadOptions {
  int threads = 1;     // 1..64, the calling one included; fewer where the system refuses them
  int resolution = 0;  // side of the network's input in pixels, 32..1024; 0 is the model's own
  // How many times 1 GiB of memory (beside the weight file) and 100,000,000,000 multiply-adds a
  // picture the network may take, 1..1000. What wants more is refused before anything runs.
  int network_budget = 1;
};

struct ClassifyOptions {
  int top_k = 5;                 // at least 1; clipped to the number of classes
  float score_threshold = 0.0f;  // 0..1: labels whose score is below it are left out
  // 0..1: how much of the probability `answer` holds at least. 0 answers with the best label; a
  // higher level gives larger groups. `predictions` are the same at every level.
  double level = 0.6;
  std::string language = "en";  // of the labels; English when the model lacks it
  Fit fit = Fit::kCrop;
  // Of the upright picture: look only at this, which lies inside it.
  std::optional<Region> region = std::nullopt;
  bool heat_map = false;                             // whether to make one
  std::optional<int> heat_map_class = std::nullopt;  // 0 to classes - 1; the best class when absent
  // Whether to look at parts of the picture too when no label holds `level`: up to 9 looks, each of
  // which takes as long as the first, and one answer from all. A small object is recognised by it.
  // A taught network looks once: it knows what is none of its classes by whole pictures.
  bool look_again = false;
  bool view = false;         // whether to return the pixels that the network saw
  bool embedding = false;    // whether to return the numbers that the last dense layer reads
  bool fingerprint = false;  // whether to return what Likeness finds duplicates by
  // Seconds, above 0, after which the call fails with call/timed-out; without one it has the time
  // that it takes. It is looked at between the steps: after decoding, after preparing, and after
  // the network has run. The limits of pictures and the network's budget bound each of these.
  std::optional<double> timeout_seconds = std::nullopt;
};

// What was done to a picture before it was classified, `note/turned` or `note/alpha-dropped`, or
// that its file is damaged: with `note/damaged` the answer is about what could be read of it.
struct Note {
  std::string code;
  std::string message;  // one English sentence without its capital and full stop
};

// Milliseconds of wall-clock time.
struct Timings {
  double decode_ms = 0, preprocess_ms = 0, infer_ms = 0, total_ms = 0;
};

struct Classification {
  int width_px = 0, height_px = 0;      // of the upright picture
  Answer answer;                        // the label or group to show, at the level asked for
  std::vector<Prediction> predictions;  // best first
  double entropy_bits = 0;              // of all scores: 0 (certain) .. log2(classes)
  Rectangle seen;  // what the network saw; a letterbox reaches beyond the picture
  // How often it looked: 1, unless it was to look again. `seen`, `heat_map`, `view` and `embedding`
  // are those of the first look, all else comes from every look.
  int looks = 1;
  std::optional<Rectangle> decisive;  // of the looks after the first one that which gave most to
                                      // the best label, if it gave more than the first: what it saw
  Timings timings;
  std::vector<Note> notes;
  std::optional<HeatMap> heat_map;  // covers `seen`
  std::optional<Image> view;        // upright, of the size of the network's input; shows `seen`
  // (embedding_size) numbers that describe the picture: what the network's last dense layer reads,
  // float32 for an int8 network too. Pictures that look alike have embeddings of a small angle
  // between them. Empty unless it was asked for.
  Buffer<float> embedding;
  // About 1 KiB by which Likeness finds duplicates, of the whole picture whatever the network saw.
  // Empty unless it was asked for.
  Buffer<uint8_t> fingerprint;
};

// Owns a model and its compiled network: about twice the weight file. Movable, not copyable. Not
// for concurrent use; make one for each thread. A moved-from classifier may only be destroyed or
// assigned to.
class Classifier {
 public:
  // `weights` is a whole weight file (models/FORMAT.md), not compressed. Fails with model/*,
  // infer/*, call/bad-argument (options) or memory/exhausted.
  static Result<Classifier> Load(Buffer<uint8_t> weights, const LoadOptions& options = {});
  // The same with a copy of `weights`.
  static Result<Classifier> Load(ByteSpan weights, const LoadOptions& options = {});

  // `picture` is a whole JPEG or PNG file, at most 64 MiB and 100,000,000 pixels (202,000,000 of
  // a JPEG); it is read only during the call. EXIF orientation is applied. Fails with image/*,
  // infer/*, model/no-heat-map, model/no-embedding, call/bad-argument (options), call/timed-out or
  // memory/exhausted; the classifier stays usable.
  Result<Classification> Classify(ByteSpan picture, const ClassifyOptions& options = {});

  // The same for pixels that are decoded and upright; `timings.decode_ms` is 0.
  Result<Classification> ClassifyImage(const Image& image, const ClassifyOptions& options = {});

  // The same for `rgb`, (height_px, width_px, 3), row by row without padding; it is copied. Fails
  // with call/bad-argument when the sizes do not match, or as Classify does.
  Result<Classification> ClassifyRgb(ByteSpan rgb, int width_px, int height_px,
                                     const ClassifyOptions& options = {});

  // The same for `rgba`, (height_px, width_px, 4), not premultiplied: alpha is left out.
  Result<Classification> ClassifyRgba(Buffer<uint8_t> rgba, int width_px, int height_px,
                                      const ClassifyOptions& options = {});

  // What an answer is a kind of, from the top group down, and itself at the end: {"animal",
  // "mammal", "dog", "beagle"}. An Answer that has only an `index` or a `group` will do. Empty when
  // the answer is unknown, or names a class or group that the model has not.
  std::vector<std::string> PathTo(const Answer& answer, std::string_view language = "en") const;

  // The embedding of `picture` alone, (embedding_size); `options` as for Classify, of which labels
  // and heat map have no effect. Fails as Classify does, or with model/no-embedding.
  Result<Buffer<float>> Embed(ByteSpan picture, const ClassifyOptions& options = {});

  // A weight file of this network with the lesson's classes in the place of its own. Fails with
  // model/no-embedding, call/bad-argument (a lesson of another network, labels that are not UTF-8)
  // or memory/exhausted.
  Result<Buffer<uint8_t>> WithLesson(const Lesson& lesson) const;

  // The softmax of every class for the last picture.
  std::span<const float> scores() const;
  const ModelDescription& description() const;
  // The preprocessing in force, which differs from the model's own when a resolution was chosen.
  const PreprocessSpec& preprocess() const;
  // For Glance's own programs, which look further into it.
  const Model& model() const;

  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;
  ~Classifier();

 private:
  struct State;
  explicit Classifier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace glance
