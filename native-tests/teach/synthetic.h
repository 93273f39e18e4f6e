// Embeddings made by code: a direction for each class, and noise around it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "glance/teacher.h"
#include "support/random_numbers.h"

namespace glance::test {

inline constexpr uint32_t kSize = 24;  // numbers of an embedding

using Embedding = std::vector<float>;

struct Sample {
  Embedding embedding;
  std::string label;
};

// `count` samples of each label; the higher `noise`, the more alike the classes.
inline std::vector<Sample> MakeSamples(const std::vector<std::string>& labels, int count,
                                       float noise, uint32_t seed) {
  RandomNumbers random(seed);
  std::vector<Sample> samples;
  for (size_t i = 0; i < labels.size(); ++i) {
    for (int k = 0; k < count; ++k) {
      Embedding embedding(kSize);
      for (float& value : embedding) value = noise * random.Float(-1, 1) + 0.2f;
      embedding[i % kSize] += 1;
      samples.push_back({std::move(embedding), labels[i]});
    }
  }
  return samples;
}

inline Result<Teacher> TeacherOf(const std::vector<Sample>& samples) {
  Teacher teacher(kSize);
  for (const Sample& sample : samples) {
    const auto added = teacher.Add(sample.embedding, sample.label);
    if (!added) return std::unexpected(added.error());
  }
  return teacher;
}

inline Result<Lesson> LessonOf(const std::vector<Sample>& samples,
                               const TeachOptions& options = {}) {
  const auto teacher = TeacherOf(samples);
  if (!teacher) return std::unexpected(teacher.error());
  return teacher->Teach(options);
}

}  // namespace glance::test
