// What a lesson promises, on embeddings made by code.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "support/expect_error.h"
#include "teach/lesson.h"
#include "teach/synthetic.h"

namespace glance::test {
namespace {

const std::vector<std::string> kTrees{"oak", "beech", "ash"};

std::vector<float> Numbers(const Buffer<float>& buffer) {
  return {buffer.span().begin(), buffer.span().end()};
}

void ExpectSameLayer(const Lesson& a, const Lesson& b) {
  EXPECT_EQ(Numbers(a.weights), Numbers(b.weights));
  EXPECT_EQ(Numbers(a.biases), Numbers(b.biases));
  EXPECT_EQ(Numbers(a.centroids), Numbers(b.centroids));
  EXPECT_EQ(a.unknown.least_cosine, b.unknown.least_cosine);
  EXPECT_EQ(a.unknown.least_score, b.unknown.least_score);
  EXPECT_EQ(a.temperature, b.temperature);
}

TEST(Teacher, LearnsClassesThatAreApart) {
  const auto lesson = LessonOf(MakeSamples(kTrees, 10, 0.2f, 1));
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  EXPECT_EQ(lesson->evaluation.accuracy, 1);
  EXPECT_EQ(lesson->evaluation.pictures, 30);
  EXPECT_EQ(lesson->evaluation.classes[0].label, "ash");  // in the order of their bytes
  EXPECT_EQ(lesson->evaluation.classes[2].label, "oak");
  EXPECT_TRUE(lesson->doubtful.empty());
  EXPECT_TRUE(lesson->warnings.empty());
  EXPECT_EQ(lesson->weights.size(), 3 * kSize);
  EXPECT_LE(lesson->lost, 0.05);
  EXPECT_GT(lesson->temperature, 0.1) << "no mistake is no reason to be sure without bounds";
}

TEST(Teacher, TheOrderOfPicturesDoesNotMatter) {
  auto samples = MakeSamples(kTrees, 9, 1.5f, 2);
  const auto lesson = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  std::ranges::reverse(samples);
  std::rotate(samples.begin(), samples.begin() + 5, samples.end());
  const auto again = LessonOf(samples);
  ASSERT_TRUE(again) << ErrorOf(again);
  ExpectSameLayer(*lesson, *again);
  EXPECT_EQ(lesson->evaluation.confusion, again->evaluation.confusion);
}

TEST(Teacher, InPlaceTheLessonIsTheSame) {
  auto samples = MakeSamples(kTrees, 9, 1.5f, 2);
  std::ranges::reverse(samples);
  std::swap(samples[3], samples[20]);
  const auto lesson = LessonOf(samples, {.none_label = "ash"});
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  auto rows = Buffer<float>::Create(samples.size() * kSize);
  ASSERT_TRUE(rows);
  std::vector<std::string> labels;
  for (const Sample& sample : samples) {
    std::ranges::copy(sample.embedding, rows->data() + labels.size() * kSize);
    labels.push_back(sample.label);
  }
  const auto again = TeachInPlace(std::move(*rows), kSize, labels, {.none_label = "ash"});
  ASSERT_TRUE(again) << ErrorOf(again);
  ExpectSameLayer(*lesson, *again);
  ASSERT_EQ(lesson->mistakes.size(), again->mistakes.size());
  for (size_t i = 0; i < lesson->mistakes.size(); ++i) {
    EXPECT_EQ(lesson->mistakes[i].picture, again->mistakes[i].picture);
  }
}

TEST(Teacher, InPlaceRefusesWhatAddRefuses) {
  const auto taught = [](size_t numbers, const std::vector<std::string>& labels) {
    auto rows = Buffer<float>::Create(numbers);
    if (numbers > 3) rows->data()[3] = std::numeric_limits<float>::infinity();
    return TeachInPlace(std::move(*rows), 2, labels, {});
  };
  constexpr auto& kBad = error_code::kCallBadArgument;
  ExpectError(taught(3, {"oak", "ash"}), kBad, "3 numbers for 2 pictures");
  ExpectError(taught(2, {""}), kBad, "a label");
  ExpectError(taught(4, {"oak", "ash"}), kBad, "infinity");
  ExpectError(taught(0, {}), kBad, "0 classes; want two");
}

TEST(Teacher, WhatIsRemovedIsAsIfItHadNeverCome) {
  const auto samples = MakeSamples(kTrees, 6, 0.8f, 3);
  auto teacher = TeacherOf(samples);
  ASSERT_TRUE(teacher);
  ASSERT_TRUE(teacher->Add(Embedding(kSize, 1), "maple"));
  ASSERT_TRUE(teacher->Add(samples[0].embedding, "oak"));
  ASSERT_TRUE(teacher->Remove(19));
  ASSERT_TRUE(teacher->Remove(18));
  ExpectError(teacher->Remove(18), error_code::kCallBadArgument, "picture 18 of 18");
  const auto lesson = teacher->Teach(), plain = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  ASSERT_TRUE(plain) << ErrorOf(plain);
  ExpectSameLayer(*lesson, *plain);
}

TEST(Teacher, APictureInTheWrongClassIsDoubtful) {
  auto samples = MakeSamples(kTrees, 12, 0.3f, 4);
  samples[3].label = "ash";  // an oak
  const auto lesson = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  ASSERT_EQ(lesson->doubtful.size(), 1u);
  EXPECT_EQ(lesson->doubtful[0].picture, 3);
  EXPECT_EQ(lesson->doubtful[0].label, 0);
  EXPECT_EQ(lesson->doubtful[0].predicted, 2);
  EXPECT_GE(lesson->doubtful[0].score, 0.5f);
}

TEST(Teacher, NamesEveryMistakeTheSurestFirstAndDoubtsTheFirstOfThem) {
  const auto lesson = LessonOf(MakeSamples(kTrees, 12, 1.5f, 4));
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  const Evaluation& found = lesson->evaluation;
  const auto& mistakes = lesson->mistakes;
  EXPECT_EQ(static_cast<int>(mistakes.size()), found.pictures - found.right);
  std::vector<int> counts(found.confusion.size());
  for (size_t i = 0; i < mistakes.size(); ++i) {
    if (i > 0) {
      EXPECT_GE(mistakes[i - 1].score, mistakes[i].score);
    }
    EXPECT_EQ(mistakes[i].score >= 0.5f, i < lesson->doubtful.size());
    ++counts[static_cast<size_t>(mistakes[i].label) * found.classes.size() +
             static_cast<size_t>(mistakes[i].predicted)];
  }
  for (size_t cell = 0; cell < counts.size(); ++cell) {
    const bool is_right = cell % (found.classes.size() + 1) == 0;
    if (!is_right) {
      EXPECT_EQ(counts[cell], found.confusion[cell]);
    }
  }
  EXPECT_GT(mistakes.size(), lesson->doubtful.size());
}

TEST(Teacher, SaysThatAPictureIsInTwoClasses) {
  auto samples = MakeSamples(kTrees, 8, 0.3f, 5);
  samples.push_back({samples[0].embedding, "beech"});
  const auto lesson = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  ASSERT_EQ(lesson->warnings.size(), 1u);
  EXPECT_NE(lesson->warnings[0].find("1 picture is in two classes at once, such as 'beech' and "
                                     "'oak'"),
            std::string::npos)
      << lesson->warnings[0];
}

// Two classes of the very same pictures cannot be told apart: half of them is what chance gives.
TEST(Teacher, TwoClassesOfTheSamePicturesAreNoBetterThanChance) {
  auto samples = MakeSamples({"a"}, 10, 0.5f, 6);
  for (size_t i = 0; i < 10; ++i) samples.push_back({samples[i].embedding, "b"});
  const auto lesson = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  EXPECT_LE(lesson->evaluation.accuracy, 0.7);
  EXPECT_EQ(lesson->warnings.size(), 1u);
}

TEST(Teacher, AClassOfOnePictureIsSaidAndTaught) {
  auto samples = MakeSamples(kTrees, 6, 0.2f, 7);
  Embedding maple(kSize, 0.2f);
  maple[10] = 3;
  samples.push_back({maple, "maple"});
  const auto lesson = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  ASSERT_EQ(lesson->evaluation.classes.size(), 4u);
  EXPECT_EQ(lesson->evaluation.classes[2].right, 0);
  ASSERT_EQ(lesson->warnings.size(), 1u);
  EXPECT_NE(lesson->warnings[0].find("'maple' has one picture"), std::string::npos);
  for (const float value : lesson->biases.span()) EXPECT_TRUE(std::isfinite(value));
}

TEST(Teacher, UnequalClassesCountAlike) {
  auto samples = MakeSamples({"rare"}, 6, 0.9f, 8);
  auto common = MakeSamples({"", "common"}, 60, 0.9f, 9);
  samples.insert(samples.end(), common.begin() + 60, common.end());
  const auto lesson = LessonOf(samples);
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  EXPECT_GE(lesson->evaluation.classes[1].recall.value(), 0.5);
}

TEST(Teacher, ClassesAreNotLostWhenOnlyOnePictureOfEachIsThere) {
  const auto lesson = LessonOf(MakeSamples({"a", "b"}, 1, 0.1f, 10));
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  EXPECT_EQ(lesson->evaluation.right, 0);
  EXPECT_EQ(lesson->warnings.size(), 2u);
  for (const float value : lesson->weights.span()) EXPECT_TRUE(std::isfinite(value));
}

TEST(Teacher, TheNoneClassHasNoCentroidAndIsNamedInTheRule) {
  const auto samples = MakeSamples({"oak", "none of these"}, 8, 0.3f, 11);
  const auto lesson = LessonOf(samples, {.none_label = "none of these"});
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  EXPECT_EQ(lesson->unknown.none_class, 0);
  for (size_t i = 0; i < kSize; ++i) EXPECT_EQ(lesson->centroids.data()[i], 0);
  EXPECT_GT(lesson->centroids.data()[kSize], 0);
}

TEST(Teacher, TheRuleLosesNoMoreThanItMay) {
  const auto samples = MakeSamples(kTrees, 40, 1.2f, 12);
  double last = -1;
  for (const double lost : {0.0, 0.05, 0.2, 0.5}) {
    const auto lesson = LessonOf(samples, {.lost = lost});
    ASSERT_TRUE(lesson) << ErrorOf(lesson);
    EXPECT_LE(lesson->lost, lost);
    EXPECT_GT(lesson->lost, last);
    last = lesson->lost;
    if (lost == 0) last = 0;
  }
}

TEST(Teacher, ProgressRisesToOneAndMayCancel) {
  const auto samples = MakeSamples(kTrees, 10, 0.8f, 13);
  std::vector<double> told;
  const auto lesson = LessonOf(samples, {.on_progress = [&](double part) {
                                 told.push_back(part);
                                 return true;
                               }});
  ASSERT_TRUE(lesson) << ErrorOf(lesson);
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_EQ(told.front(), 0);
  EXPECT_EQ(told.back(), 1);
  for (const double limit : {0.0, 0.3, 0.93}) {
    const auto cancelled =
        LessonOf(samples, {.on_progress = [limit](double part) { return part < limit; }});
    ExpectError(cancelled, error_code::kCallCancelled, "cancelled");
  }
}

TEST(Teacher, WrongCallsAreTypedErrors) {
  constexpr auto& kBad = error_code::kCallBadArgument;
  Teacher teacher(kSize);
  ExpectError(teacher.Add(Embedding(3), "oak"), kBad, "an embedding of 3 numbers");
  ExpectError(teacher.Add(Embedding(kSize), ""), kBad, "a label");
  ExpectError(Teacher(0).Add({}, "oak"), kBad, "0 numbers");  // of a network without embeddings
  Embedding broken(kSize);
  broken[5] = std::numeric_limits<float>::quiet_NaN();
  ExpectError(teacher.Add(broken, "oak"), kBad, "NaN");
  ExpectError(teacher.Teach(), kBad, "0 classes; want two");
  ASSERT_TRUE(teacher.Add(Embedding(kSize, 1), "oak"));
  ExpectError(teacher.Teach(), kBad, "1 classes; want two");
  ASSERT_TRUE(teacher.Add(Embedding(kSize, 2), "ash"));
  ExpectError(teacher.Teach({.lost = 0.7}), kBad, "lost");
  ExpectError(teacher.Teach({.none_label = "other"}), kBad, "no picture of 'other'");
}

}  // namespace
}  // namespace glance::test
