// A taught network: the file that WithLesson writes, and what a classifier of it answers.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "glance/teacher.h"
#include "support/expect_error.h"
#include "support/random_numbers.h"
#include "teach/taught_file.h"

namespace glance::test {
namespace {

constexpr int kPicturesEach = 6;

// Embeddings around that of a picture, and around others that are made by code.
struct Taught {
  std::vector<float> center;
  Result<Lesson> lesson = Lesson();
};

Taught TeachEspresso(Classifier& classifier) {
  Taught taught;
  const auto embedding = classifier.Embed(ReadFile(Fixture(kEspresso)));
  EXPECT_TRUE(embedding) << ErrorOf(embedding);
  if (!embedding) return taught;
  taught.center.assign(embedding->span().begin(), embedding->span().end());
  RandomNumbers random(1);
  Teacher teacher(static_cast<uint32_t>(taught.center.size()));
  for (int i = 0; i < kPicturesEach; ++i) {
    std::vector<float> near = taught.center, far(near.size());
    for (size_t k = 0; k < near.size(); ++k) {
      near[k] += random.Float(0, 0.1f);
      far[k] = (k % 3 == 0 ? 1.0f : 0.0f) + random.Float(0, 0.3f);
    }
    EXPECT_TRUE(teacher.Add(near, "my \"cup\", morning"));
    EXPECT_TRUE(teacher.Add(far, "杯"));
  }
  taught.lesson = teacher.Teach();
  return taught;
}

void ExpectAnswersEspresso(const char* path) {
  auto base = LoadLite0({}, path);
  ASSERT_TRUE(base) << ErrorOf(base);
  const Taught taught = TeachEspresso(*base);
  ASSERT_TRUE(taught.lesson) << ErrorOf(taught.lesson);
  const auto file = base->WithLesson(*taught.lesson);
  ASSERT_TRUE(file) << ErrorOf(file);
  auto classifier = Classifier::Load(file->span());
  ASSERT_TRUE(classifier) << ErrorOf(classifier);
  EXPECT_EQ(classifier->description().classes, 2u);
  EXPECT_EQ(classifier->description().name, "EfficientNet-Lite0");
  EXPECT_EQ(classifier->description().labels.at("en"),
            (std::vector<std::string>{"my \"cup\", morning", "杯"}));
  const auto result =
      ClassifyFixture(*classifier, kEspresso, {.heat_map = true, .embedding = true});
  ASSERT_TRUE(result) << ErrorOf(result);
  EXPECT_FALSE(result->answer.unknown);
  EXPECT_EQ(result->answer.index, 0);
  EXPECT_EQ(result->answer.label, "my \"cup\", morning");  // whole, as it was given
  EXPECT_EQ(result->predictions[0].label, "my \"cup\", morning");
  EXPECT_EQ(result->heat_map->width, 7);
  // The embedding is still that of the base, not the one of length 1.
  ASSERT_EQ(result->embedding.size(), taught.center.size());
  for (size_t i = 0; i < taught.center.size(); ++i) {
    EXPECT_EQ(result->embedding.data()[i], taught.center[i]) << i;
  }
  // softmax(W x / |x| + b) by a loop.
  double squares = 0, logits[2] = {};
  for (const float value : taught.center) squares += double{value} * value;
  for (int k = 0; k < 2; ++k) {
    logits[k] = taught.lesson->biases.data()[k];
    for (size_t i = 0; i < taught.center.size(); ++i) {
      const float weight = taught.lesson->weights.data()[k * taught.center.size() + i];
      logits[k] += double{weight} * taught.center[i] / std::sqrt(squares);
    }
  }
  EXPECT_NEAR(classifier->scores()[0], 1 / (1 + std::exp(logits[1] - logits[0])), 1e-4);
  const auto other = ClassifyFixture(*classifier, "classifier/chelsea_square.png");
  ASSERT_TRUE(other) << ErrorOf(other);
  EXPECT_TRUE(other->answer.unknown);
}

TEST(Lesson, OfTheFloat32NetworkIsAWeightFile) { ExpectAnswersEspresso(GLANCE_MODEL_FILE); }
TEST(Lesson, OfTheInt8NetworkIsAWeightFile) { ExpectAnswersEspresso(GLANCE_INT8_MODEL_FILE); }

TEST(Lesson, OfTheSamePicturesIsTheSameFile) {
  auto base = LoadLite0({}, GLANCE_INT8_MODEL_FILE);
  ASSERT_TRUE(base) << ErrorOf(base);
  const Taught a = TeachEspresso(*base), b = TeachEspresso(*base);
  ASSERT_TRUE(a.lesson && b.lesson);
  const auto first = base->WithLesson(*a.lesson), second = base->WithLesson(*b.lesson);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(std::ranges::equal(first->span(), second->span()));
  EXPECT_LT(first->size(), 5'000'000u);
}

// The layer alone, on embeddings, says what a classifier of the file says of the pictures.
TEST(Lesson, IsEvaluatedByEmbeddings) {
  auto base = LoadLite0({}, GLANCE_INT8_MODEL_FILE);
  ASSERT_TRUE(base) << ErrorOf(base);
  const Taught taught = TeachEspresso(*base);
  ASSERT_TRUE(taught.lesson) << ErrorOf(taught.lesson);
  auto file = base->WithLesson(*taught.lesson);
  ASSERT_TRUE(file) << ErrorOf(file);
  const auto model = LoadModel(*std::move(file));
  ASSERT_TRUE(model) << ErrorOf(model);
  const auto other = base->Embed(ReadFile(Fixture("classifier/chelsea_square.png")));
  ASSERT_TRUE(other) << ErrorOf(other);
  std::vector<float> rows = taught.center;
  rows.insert(rows.end(), other->span().begin(), other->span().end());
  const auto found = EvaluateTaught(*model, rows, {"my \"cup\", morning", "杯"});
  ASSERT_TRUE(found) << ErrorOf(found);
  EXPECT_EQ(found->evaluation.pictures, 2);
  EXPECT_EQ(found->evaluation.classes[0].right, 1);
  EXPECT_EQ(found->evaluation.confusion[0], 1);
  EXPECT_EQ(found->unknown, 1);  // the cat
  ExpectError(EvaluateTaught(*model, rows, {"a", "b"}), error_code::kCallBadArgument, "'a'");
  ExpectError(EvaluateTaught(*model, rows, {"杯"}), error_code::kCallBadArgument, "want 1280");
  ExpectError(EvaluateTaught(base->model(), rows, {"a", "b"}), error_code::kCallBadArgument,
              "was not taught");
}

TEST(Lesson, OfAnotherNetworkOrWithBrokenTextIsRefused) {
  auto base = LoadLite0({}, GLANCE_INT8_MODEL_FILE);
  ASSERT_TRUE(base) << ErrorOf(base);
  Teacher small(3);
  ASSERT_TRUE(small.Add(std::vector<float>{1, 0, 0}, "a"));
  ASSERT_TRUE(small.Add(std::vector<float>{0, 1, 0}, "b"));
  const auto lesson = small.Teach();
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  ExpectError(base->WithLesson(*lesson), error_code::kCallBadArgument, "another network");
  Taught taught = TeachEspresso(*base);
  ASSERT_TRUE(taught.lesson);
  taught.lesson->evaluation.classes[0].label = "\xff";
  ExpectError(base->WithLesson(*taught.lesson), error_code::kCallBadArgument, "");
}

}  // namespace
}  // namespace glance::test
