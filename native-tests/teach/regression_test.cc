// The regression against scikit-learn (tools/goldens/make_teach_goldens.py wrote the fixture), and
// its parts against what can be said of them by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "model/safetensors.h"
#include "support/expect_error.h"
#include "support/files.h"
#include "teach/basis.h"
#include "teach/calibration.h"
#include "teach/examples.h"
#include "teach/preconditioner.h"
#include "teach/softmax_regression.h"
#include "teach/synthetic.h"
#include "teach/vectors.h"

namespace glance::test {
namespace {

// The function that scikit-learn minimises, in double.
double LossOf(const LabelledRows& rows, double c, const LinearLayer& layer) {
  std::vector<double> counts(static_cast<size_t>(rows.class_count));
  for (const int32_t label : rows.classes) counts[static_cast<size_t>(label)] += 1;
  double loss = 0;
  for (size_t row = 0; row < rows.rows(); ++row) {
    std::vector<double> logits(counts.size());
    for (size_t k = 0; k < logits.size(); ++k) {
      logits[k] = layer.biases.data()[k];
      for (size_t j = 0; j < rows.columns; ++j) {
        logits[k] += double{layer.weights.data()[k * rows.columns + j]} * rows.Row(row)[j];
      }
    }
    const double largest = *std::ranges::max_element(logits);
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit - largest);
    const auto label = static_cast<size_t>(rows.classes[row]);
    const double weight =
        static_cast<double>(rows.rows()) / (static_cast<double>(counts.size()) * counts[label]);
    loss += weight * (std::log(sum) + largest - logits[label]);
  }
  double squares = 0;
  for (const float weight : layer.weights.span()) squares += double{weight} * weight;
  return loss + squares / (2 * c);
}

TEST(Regression, LossIsScikitLearnsWithinOneIn10000) {
  const auto bytes = ReadFile(Fixture("teach/regression.safetensors"));
  const auto file = ParseSafetensors(bytes);
  ASSERT_TRUE(file) << ErrorOf(file);
  const auto tensor = [&](const std::string& name) {
    const auto found = std::ranges::find(file->entries, name, &SafetensorsEntry::name);
    EXPECT_NE(found, file->entries.end()) << name;
    return *found;
  };
  const auto floats = [&](const std::string& name) {
    const ByteSpan span = tensor(name).bytes;
    return std::span(reinterpret_cast<const float*>(span.data()), span.size() / sizeof(float));
  };
  const ByteSpan labels = tensor("classes").bytes;
  const LabelledRows rows{
      floats("rows"), tensor("rows").shape[1],
      std::span(reinterpret_cast<const int32_t*>(labels.data()), labels.size() / sizeof(int32_t)),
      static_cast<int>(floats("class_count")[0])};
  const auto want = floats("losses");
  constexpr double kRegularizationsTried[] = {1, 10, 100, 1000};
  ASSERT_EQ(want.size(), std::size(kRegularizationsTried));
  for (size_t i = 0; i < want.size(); ++i) {
    SCOPED_TRACE(kRegularizationsTried[i]);
    const auto layer = FitSoftmaxRegression(rows, {}, {.c = kRegularizationsTried[i]});
    ASSERT_TRUE(layer) << ErrorOf(layer);
    EXPECT_NEAR(LossOf(rows, kRegularizationsTried[i], *layer) / want[i], 1, 1e-4);
  }
}

TEST(Regression, RowsThatAreNotUsedDoNotMatter) {
  const auto samples = MakeSamples({"a", "b"}, 8, 0.6f, 1);
  std::vector<float> values, kept;
  std::vector<int32_t> classes, kept_classes;
  std::vector<uint8_t> is_used;
  for (size_t i = 0; i < samples.size(); ++i) {
    const int32_t label = samples[i].label == "b" ? 1 : 0;
    values.insert(values.end(), samples[i].embedding.begin(), samples[i].embedding.end());
    classes.push_back(label);
    is_used.push_back(i % 3 != 0 ? 1 : 0);
    if (is_used.back() == 0) continue;
    kept.insert(kept.end(), samples[i].embedding.begin(), samples[i].embedding.end());
    kept_classes.push_back(label);
  }
  const auto masked = FitSoftmaxRegression({values, kSize, classes, 2}, is_used, {.c = 10});
  const auto cut = FitSoftmaxRegression({kept, kSize, kept_classes, 2}, {}, {.c = 10});
  ASSERT_TRUE(masked && cut);
  for (size_t i = 0; i < masked->weights.size(); ++i) {
    EXPECT_EQ(masked->weights.data()[i], cut->weights.data()[i]) << i;
  }
}

TEST(Basis, CoordinatesHaveTheDistancesOfTheRows) {
  const auto samples = MakeSamples({"a", "b"}, 6, 0.6f, 2);
  std::vector<float> rows;
  for (const Sample& sample : samples) {
    Embedding row = sample.embedding;
    NormalizeLength(row);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  const auto basis = MakeBasis(rows, kSize, 100);
  ASSERT_TRUE(basis) << ErrorOf(basis);
  EXPECT_TRUE(basis->is_exact);
  EXPECT_EQ(basis->rank, samples.size());
  const auto row = [&](size_t i) { return std::span(rows).subspan(i * kSize, kSize); };
  const auto few = [&](size_t i) {
    return basis->coordinates.span().subspan(i * basis->rank, basis->rank);
  };
  for (size_t i = 0; i < samples.size(); ++i) {
    for (size_t j = 0; j < samples.size(); ++j) {
      EXPECT_NEAR(Dot(row(i), row(j)), Dot(few(i), few(j)), 1e-5);
    }
  }
  const auto cut = MakeBasis(rows, kSize, 3);
  ASSERT_TRUE(cut);
  EXPECT_FALSE(cut->is_exact);
  EXPECT_EQ(cut->rank, 3u);
}

TEST(Basis, OfRowsThatRepeatIsAsSmallAsWhatTheySpan) {
  std::vector<float> rows;
  for (int i = 0; i < 9; ++i) {
    Embedding row(kSize);
    row[static_cast<size_t>(i % 3)] = 1;
    row[7] = 0.5f;
    NormalizeLength(row);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  const auto basis = MakeBasis(rows, kSize, 8);
  ASSERT_TRUE(basis) << ErrorOf(basis);
  EXPECT_EQ(basis->rank, 3u);
  EXPECT_TRUE(basis->is_exact);
}

// `count` random rows of kSize numbers, every other one of class 1.
struct RandomRows {
  std::vector<float> values;
  std::vector<int32_t> classes;

  explicit RandomRows(int count) {
    RandomNumbers random(3);
    for (int i = 0; i < count; ++i) {
      classes.push_back(i % 2);
      for (uint32_t j = 0; j < kSize; ++j) values.push_back(random.Float(-1, 1));
    }
  }
  LabelledRows Rows() const { return {values, kSize, classes, 2}; }
};

TEST(Preconditioner, TimesTheCurvatureIsTheIdentity) {
  const RandomRows random(37);
  const LabelledRows rows = random.Rows();
  constexpr double kC = 1;
  auto gram = WeightedGram(rows);
  ASSERT_TRUE(gram);
  auto inverse = Preconditioner::Create(std::move(*gram), 2, kC);
  ASSERT_TRUE(inverse);
  // A block of one column: curvature times the j-th unit vector.
  for (size_t j = 0; j < kSize; ++j) {
    std::vector<float> block(kSize * kBlock), product(kSize * kBlock);
    for (size_t i = 0; i < kSize; ++i) {
      double sum = i == j ? 1 / kC : 0;
      for (size_t row = 0; row < rows.rows(); ++row) {
        const double weight = 37.0 / (2 * (rows.classes[row] == 0 ? 19 : 18));
        sum += weight * rows.Row(row)[i] * rows.Row(row)[j] / 2;
      }
      block[i * kBlock] = static_cast<float>(sum);
    }
    inverse->Apply(block, product);
    for (size_t i = 0; i < kSize; ++i) {
      // A millionth of the trace, about 150, is added to the diagonal; no eigenvalue is below 1.
      EXPECT_NEAR(product[i * kBlock], i == j ? 1 : 0, 2e-4) << i << ", " << j;
    }
  }
}

TEST(Preconditioner, OutsideOfTheBasisAllDirectionsAreAlike) {
  const RandomRows random(37);
  const auto basis = MakeBasis(random.values, kSize, 10);
  ASSERT_TRUE(basis);
  const LabelledRows few{basis->coordinates.span(), basis->rank, random.classes, 2};
  auto gram = WeightedGram(few);
  ASSERT_TRUE(gram);
  constexpr double kOutside = 70;  // 5 in each of 14 directions, 2.5 a class
  auto inverse = Preconditioner::Create(std::move(*gram), 2, 10, *basis, kOutside);
  ASSERT_TRUE(inverse);
  // What is left of a unit vector outside of the basis.
  std::vector<float> outside(kSize);
  outside[3] = 1;
  for (size_t k = 0; k < basis->rank; ++k) {
    const auto vector = basis->vectors.span().subspan(k * kSize, kSize);
    AddScaled(std::span(outside), -vector[3], std::span<const float>(vector));
  }
  std::vector<float> block(kSize * kBlock), product(kSize * kBlock);
  for (size_t i = 0; i < kSize; ++i) block[i * kBlock] = outside[i];
  inverse->Apply(block, product);
  for (size_t i = 0; i < kSize; ++i) {
    EXPECT_NEAR(product[i * kBlock], outside[i] / (2.5 + 0.1), 1e-5) << i;
  }
}

TEST(Order, RowsAreMovedWhereTheyAre) {
  // A cycle of three, one of two, and one that stays.
  const std::vector<uint32_t> order{2, 4, 5, 3, 1, 0};
  std::vector<float> rows{0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15};
  ASSERT_TRUE(PutInOrder(rows, 2, order));
  for (size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(rows[2 * i], static_cast<float>(order[i]));
    EXPECT_EQ(rows[2 * i + 1], static_cast<float>(10 + order[i]));
  }
}

TEST(Folds, EachClassIsSpreadOverFive) {
  std::vector<float> rows;
  std::vector<int32_t> classes;
  for (int32_t i = 0; i < 43; ++i) {
    rows.push_back(static_cast<float>(i));
    classes.push_back(i < 20 ? 0 : 1);
  }
  const auto folds = MakeFolds(rows, 1, classes, 2);
  ASSERT_TRUE(folds);
  EXPECT_EQ(folds->count, 5);
  int counts[2][5] = {};
  for (size_t i = 0; i < classes.size(); ++i) ++counts[classes[i]][folds->fold_of.data()[i]];
  for (int fold = 0; fold < 5; ++fold) {
    EXPECT_EQ(counts[0][fold], 4);
    EXPECT_GE(counts[1][fold], 4);
    EXPECT_LE(counts[1][fold], 5);
  }
}

TEST(Folds, FewPicturesAreLeftOutOneByOneAndTwinsTogether) {
  const std::vector<float> rows{1, 2, 2, 3, 4, 5, 6};
  const std::vector<int32_t> classes{0, 0, 0, 0, 1, 1, 1};
  const auto folds = MakeFolds(rows, 1, classes, 2);
  ASSERT_TRUE(folds);
  EXPECT_EQ(folds->count, 6);
  const auto fold_of = folds->fold_of.span();
  EXPECT_EQ(fold_of[1], fold_of[2]);
  EXPECT_NE(fold_of[0], fold_of[1]);
}

TEST(Calibration, TemperatureOfLogitsThatAreThreeTimesTooLargeIsThree) {
  // Two classes whose true probabilities are those of logits of +-1.
  std::vector<float> logits;
  std::vector<int32_t> classes;
  const double probability = 1 / (1 + std::exp(-2.0));
  constexpr int kRows = 2000;
  for (int i = 0; i < kRows; ++i) {
    logits.insert(logits.end(), {3, -3});
    classes.push_back(i < probability * kRows ? 0 : 1);
  }
  EXPECT_NEAR(BestTemperature({logits, classes, 2}), 3, 0.02);
}

// Two classes, `rows` answers that are all right by a margin of 2 * logit.
double TemperatureWithoutMistakes(int rows, float logit) {
  std::vector<float> logits;
  std::vector<int32_t> classes;
  for (int i = 0; i < rows; ++i) {
    const int32_t label = i % 2;
    logits.insert(logits.end(), {label == 0 ? logit : -logit, label == 0 ? -logit : logit});
    classes.push_back(label);
  }
  return BestTemperature({logits, classes, 2});
}

// The loss falls with the temperature for ever; the prior stops it where both slopes are equal:
// margin / t / (1 + exp(margin / t)) = -log(t) / rows.
TEST(Calibration, WithoutAMistakeThePriorKeepsTheTemperatureUp) {
  double last = 1;
  for (const int rows : {4, 10, 60, 1000}) {
    constexpr float kLogit = 1.5f;
    const double found = TemperatureWithoutMistakes(rows, kLogit);
    const double ratio = 2 * kLogit / found;
    EXPECT_NEAR(ratio / (1 + std::exp(ratio)), -std::log(found) / rows, 1e-3) << rows;
    EXPECT_LT(found, last) << "more rows are worth more";
    last = found;
  }
  EXPECT_GT(last, 0.1);
}

// With logits as small as a small C makes them there is a minimum at a temperature of about 0.01
// and one close to 1, each of which is the least for some of these. Golden section alone ends in
// either.
TEST(Calibration, TheLeastOfTwoMinimaIsTaken) {
  struct Answers {
    int rows;
    float logit;
  };
  constexpr Answers kAnswers[] = {{12, 0.02f}, {14, 0.02f}, {20, 0.01f}, {40, 0.005f}};
  for (const auto [rows, logit] : kAnswers) {
    const double found = TemperatureWithoutMistakes(rows, logit);
    const auto loss = [rows, logit](double temperature) {
      const double logarithm = std::log(temperature);
      return std::log1p(std::exp(-2 * logit / temperature)) + logarithm * logarithm / (2 * rows);
    };
    for (int step = -690; step <= 690; ++step) {
      EXPECT_LE(loss(found), loss(std::exp(0.01 * step)) + 1e-6) << rows << ", " << step;
    }
  }
}

TEST(Calibration, RuleLosesTheLowestOfEither) {
  const std::vector<float> cosines{0.1f, 0.5f, 0.6f, 0.7f, 0.8f, 0.85f, 0.9f, 0.91f, 0.92f, 0.93f};
  const std::vector<float> scores{0.9f, 0.2f, 0.8f, 0.9f, 0.9f, 0.9f, 0.9f, 0.9f, 0.9f, 0.95f};
  double share = 0;
  const auto rule = RuleLosing(cosines, scores, 0.2, &share);
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->least_cosine, 0.5f);
  EXPECT_EQ(rule->least_score, 0.8f);
  EXPECT_DOUBLE_EQ(share, 0.2);
  const auto none = RuleLosing(cosines, scores, 0, &share);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->least_cosine, 0.1f);
  EXPECT_EQ(share, 0);
}

}  // namespace
}  // namespace glance::test
