// Keeps the embeddings that are added, and hands them to a lesson.
#include "glance/teacher.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error_codes.h"
#include "base/result.h"
#include "teach/lesson.h"
#include "teach/pupils.h"
#include "teach/vectors.h"

namespace glance {
namespace {

Result<void> CheckExample(std::span<const float> embedding, std::string_view label, uint32_t size) {
  if (size == 0 || embedding.size() != size || label.empty()) {
    return Fail(error_code::kCallBadArgument,
                {"an embedding of ", embedding.size(), " numbers with a label of ", label.size(),
                 " bytes; want ", size, " numbers and a label"});
  }
  if (std::ranges::all_of(embedding, [](float value) { return std::isfinite(value); })) return {};
  return Fail(error_code::kCallBadArgument, "an embedding holds NaN or infinity");
}

// Where the label is in `labels`; it is added when it is new.
int PlaceOf(std::string_view label, std::vector<std::string>& labels) {
  auto found = std::ranges::find(labels, label);
  if (found == labels.end()) found = labels.emplace(labels.end(), label);
  return static_cast<int>(found - labels.begin());
}

}  // namespace

Result<void> Teacher::Add(std::span<const float> embedding, std::string_view label) {
  TRY(CheckExample(embedding, label, size_));
  if ((count_ + 1) * size_ > embeddings_.size()) {
    constexpr size_t kFirst = 64;
    TRY_ASSIGN(auto grown, Buffer<float>::Create(std::max(kFirst, 2 * count_) * size_));
    std::ranges::copy(embeddings_.span(), grown.data());
    embeddings_ = std::move(grown);
  }
  const auto row = embeddings_.span().subspan(count_ * size_, size_);
  std::ranges::copy(embedding, row.begin());
  NormalizeLength(row);
  classes_.push_back(PlaceOf(label, labels_));
  ++count_;
  return {};
}

Result<void> Teacher::Remove(int index) {
  if (index < 0 || index >= pictures()) {
    return Fail(error_code::kCallBadArgument, {"picture ", index, " of ", count_});
  }
  float* row = embeddings_.data() + static_cast<size_t>(index) * size_;
  std::copy(row + size_, embeddings_.data() + count_ * size_, row);
  classes_.erase(classes_.begin() + index);
  --count_;
  return {};
}

Result<Lesson> Teacher::Teach(const TeachOptions& options) const {
  TRY_ASSIGN(Pupils pupils, PupilsOf(labels_, classes_, options));
  TRY_ASSIGN(auto values, Buffer<float>::CopyOf(embeddings_.span().first(count_ * size_)));
  TRY(Arrange(std::move(values), size_, pupils));
  return LessonOf(std::move(pupils), options);
}

Result<Lesson> TeachInPlace(Buffer<float> embeddings, uint32_t embedding_size,
                            const std::vector<std::string>& labels, const TeachOptions& options) {
  if (embeddings.size() != labels.size() * embedding_size) {
    return Fail(error_code::kCallBadArgument,
                {embeddings.size(), " numbers for ", labels.size(), " pictures"});
  }
  std::vector<std::string> names;
  std::vector<int> classes;
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto row = embeddings.span().subspan(i * embedding_size, embedding_size);
    TRY(CheckExample(row, labels[i], embedding_size));
    NormalizeLength(row);
    classes.push_back(PlaceOf(labels[i], names));
  }
  TRY_ASSIGN(Pupils pupils, PupilsOf(names, classes, options));
  TRY(Arrange(std::move(embeddings), embedding_size, pupils));
  return LessonOf(std::move(pupils), options);
}

}  // namespace glance
