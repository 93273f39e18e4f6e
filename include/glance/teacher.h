// Teaches a network classes of one's own: embeddings of pictures in, a new last layer out. In
// seconds, on one thread, without the pictures; the same pictures in any order give the same layer.
//
//   glance::Teacher teacher(classifier.description().embedding_size);
//   for (...) teacher.Add(embedding->span(), "oak");           // of Classifier::Embed
//   auto lesson = teacher.Teach();
//   if (lesson) Write(classifier.WithLesson(*lesson));         // a weight file
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glance/buffer.h"
#include "glance/evaluation.h"
#include "glance/result.h"

namespace glance {

struct TeachOptions {
  // Share of the known pictures that may be called unknown, 0 to 0.5: it sets how much a picture
  // has to look like those that were taught.
  double lost = 0.05;
  // The class whose pictures are none of the others, such as "none of these"; empty: there is none.
  std::string none_label;
  // Is told how far it is, 0 to 1; teaching ends with call/cancelled when it returns false.
  std::function<bool(double)> on_progress;
};

// A picture that cross-validation takes for one of another class.
struct Doubt {
  int picture = 0;     // in the order of Add, from 0
  int label = 0;       // its class
  int predicted = 0;   // what it looks like
  float score = 0.0f;  // the probability of that
};

// When a picture is none of the classes: when the cosine of the angle between its embedding and the
// nearest centroid, or the best score, is below its limit, or the class is `none_class`.
struct UnknownRule {
  float least_cosine = -1.0f;  // -1..1
  float least_score = 0.0f;    // 0..1
  int none_class = -1;         // -1: there is none
};

struct Lesson {
  // By cross-validation: each picture was looked at by layers that were taught without it.
  Evaluation evaluation;
  std::vector<Doubt> mistakes;  // every picture that was taken for another class; the surest first
  std::vector<Doubt> doubtful;  // the first of them, so sure that they may be in the wrong class
  std::vector<std::string> warnings;  // sentences, such as that a class has one picture

  double regularization = 0;  // C of the logistic regression that did best
  double temperature = 1;     // that the logits were divided by; the layer has it in it
  UnknownRule unknown;
  double lost = 0;  // share of the known pictures that the rule calls unknown

  // The layer: it reads embeddings that are scaled to length 1.
  Buffer<float> weights;    // (classes, embedding size)
  Buffer<float> biases;     // (classes)
  Buffer<float> centroids;  // (classes, embedding size), of length 1; 0 of the none class
};

// Keeps a copy of each embedding. Movable; not for concurrent use.
class Teacher {
 public:
  explicit Teacher(uint32_t embedding_size) : size_(embedding_size) {}

  // `embedding` has embedding_size finite numbers, `label` at least one byte. Fails with
  // call/bad-argument or memory/exhausted.
  Result<void> Add(std::span<const float> embedding, std::string_view label);

  // Forgets picture `index`; those after it move up. Fails with call/bad-argument.
  Result<void> Remove(int index);

  int pictures() const { return static_cast<int>(count_); }

  // Classes come in the order of their labels' bytes. Takes two of them at least; pictures times
  // classes are at most 134,217,728. Fails with
  // call/bad-argument, call/cancelled or memory/exhausted.
  Result<Lesson> Teach(const TeachOptions& options = {}) const;

 private:
  uint32_t size_;
  size_t count_ = 0;
  Buffer<float> embeddings_;         // (capacity, size), of length 1
  std::vector<std::string> labels_;  // in the order in which they came
  std::vector<int> classes_;         // (count)
};

}  // namespace glance
