// Which label or group is the answer: by hand, and against a rule that looks at every node.
#include "postprocess/answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace glance {
namespace {

// beagle, pug and tabby are pets, tulip is a flower; pet is the only kind of animal.
std::vector<ClassGroup> SomeGroups() {
  return {{.id = "animal", .names = {}, .parent = std::nullopt, .classes = {0, 1, 2}},
          {.id = "pet", .names = {}, .parent = 0, .classes = {0, 1, 2}},
          {.id = "dog", .names = {}, .parent = 1, .classes = {0, 1}},
          {.id = "flower", .names = {}, .parent = std::nullopt, .classes = {3}}};
}

std::string NameOf(const Node& node, const std::vector<ClassGroup>& groups) {
  if (node.group) return groups[*node.group].id;
  return node.index ? std::to_string(*node.index) : "unknown";
}

std::string NameAt(double level, const std::vector<float>& scores) {
  const auto groups = SomeGroups();
  return NameOf(AnswerAt(level, scores, groups), groups);
}

TEST(AnswerAt, IsTheSmallestThatHoldsTheLevel) {
  EXPECT_EQ(NameAt(0.6, {0.7f, 0.1f, 0.1f, 0.1f}), "0");
  EXPECT_EQ(NameAt(0.6, {0.4f, 0.4f, 0.1f, 0.1f}), "dog");
  EXPECT_EQ(NameAt(0.6, {0.3f, 0.2f, 0.3f, 0.2f}), "pet");
  EXPECT_EQ(NameAt(0.6, {0.2f, 0.1f, 0.2f, 0.5f}), "unknown");
  EXPECT_EQ(NameAt(0.5, {0.2f, 0.1f, 0.2f, 0.5f}), "3");
}

TEST(AnswerAt, TheLevelItselfIsEnough) {
  EXPECT_EQ(NameAt(0.75, {0.5f, 0.25f, 0.25f, 0}), "dog");
  EXPECT_EQ(NameAt(1, {0.5f, 0.25f, 0.25f, 0}), "pet");
  EXPECT_EQ(NameAt(1, {0.5f, 0.25f, 0.125f, 0.125f}), "unknown");
}

TEST(AnswerAt, LevelZeroIsTheBestLabelAndOfEqualOnesTheFirst) {
  EXPECT_EQ(NameAt(0, {0.25f, 0.25f, 0.25f, 0.25f}), "0");
  EXPECT_EQ(NameAt(0, {0.1f, 0.2f, 0.3f, 0.4f}), "3");
}

TEST(AnswerAt, OfEqualsALabelComesFirstAndThenTheLowerGroup) {
  EXPECT_EQ(NameAt(0.6, {0, 0, 0, 1}), "3");
  EXPECT_EQ(NameAt(0.6, {0.5f, 0, 0.5f, 0}), "pet");
}

TEST(AnswerAt, OfSeveralWithAsManyClassesTheMostProbableAndThenTheFirst) {
  EXPECT_EQ(NameAt(0.3, {0.3f, 0.45f, 0.25f, 0}), "1");
  std::vector<ClassGroup> groups(2);
  groups[0] = {.id = "low", .names = {}, .parent = std::nullopt, .classes = {0, 1}};
  groups[1] = {.id = "high", .names = {}, .parent = std::nullopt, .classes = {2, 3}};
  const std::vector<float> differ = {0.2f, 0.25f, 0.25f, 0.3f};
  EXPECT_EQ(NameOf(AnswerAt(0.4, differ, groups), groups), "high");
  const std::vector<float> equal(4, 0.25f);
  EXPECT_EQ(NameOf(AnswerAt(0.4, equal, groups), groups), "low");
}

TEST(AnswerAt, TheScoreIsTheSumOrTheLargestWhenUnknown) {
  const auto groups = SomeGroups();
  const std::vector<float> scores = {0.5f, 0.125f, 0.125f, 0.25f};
  EXPECT_EQ(AnswerAt(0.5, scores, groups).score, 0.5);
  EXPECT_EQ(AnswerAt(0.6, scores, groups).score, 0.625);
  EXPECT_EQ(AnswerAt(0.7, scores, groups).score, 0.75);
  const Node unknown = AnswerAt(0.8, scores, groups);
  EXPECT_EQ(unknown.score, 0.75);
  EXPECT_FALSE(unknown.index || unknown.group);
  // Rounding may carry a sum beyond 1.
  const std::vector<float> beyond = {0.6f, 0.3f, 0.1f + 3e-8f, 0};
  EXPECT_LE(AnswerAt(0.95, beyond, groups).score, 1);
}

// `classes` equal scores make an entropy of log2(classes) bits.
TEST(AnswerAt, IsNoGroupWhenTheScoresSayNothing) {
  const auto answer = [](size_t classes, double level) {
    std::vector<int> all(classes);
    std::iota(all.begin(), all.end(), 0);
    const std::vector<ClassGroup> groups = {
        {.id = "all", .names = {}, .parent = std::nullopt, .classes = all}};
    const std::vector<float> scores(classes, 1.0f / static_cast<float>(classes));
    return AnswerAt(level, scores, groups);
  };
  EXPECT_EQ(answer(64, 0.6).group, 0);    // 6 bits
  const Node unknown = answer(128, 0.6);  // 7 bits
  EXPECT_FALSE(unknown.group || unknown.index);
  EXPECT_EQ(unknown.score, 1.0 / 128);
  EXPECT_EQ(answer(128, 0).index, 0);
}

TEST(AnswerAt, WithoutGroupsItIsALabelOrUnknown) {
  const std::vector<float> scores = {0.25f, 0.75f};
  EXPECT_EQ(NameOf(AnswerAt(0.6, scores, {}), {}), "1");
  EXPECT_EQ(NameOf(AnswerAt(0.8, scores, {}), {}), "unknown");
  EXPECT_EQ(AnswerAt(0.8, scores, {}).score, 0.75);
}

TEST(GroupOfClass, IsTheLowestThatHasIt) {
  const auto groups = SomeGroups();
  EXPECT_EQ(GroupOfClass(groups, 0), 2);
  EXPECT_EQ(GroupOfClass(groups, 2), 1);
  EXPECT_EQ(GroupOfClass(groups, 3), 3);
  EXPECT_EQ(GroupOfClass(groups, 4), std::nullopt);
  EXPECT_EQ(GroupOfClass(groups, -1), std::nullopt);
  EXPECT_EQ(PlaceOfGroup(groups, "dog"), 2);
  EXPECT_EQ(PlaceOfGroup(groups, "do"), std::nullopt);
}

// A random hierarchy: each group is a kind of an earlier one or of none, each class in one or none.
std::vector<ClassGroup> RandomGroups(std::mt19937& random, int classes) {
  std::vector<ClassGroup> groups(1 + random() % 12);
  std::vector<std::set<int>> members(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    groups[i].id = "g" + std::to_string(i);
    if (i > 0 && random() % 4 != 0) groups[i].parent = static_cast<int>(random() % i);
  }
  for (int index = 0; index < classes; ++index) {
    if (random() % 8 == 0) continue;
    std::optional<int> place = static_cast<int>(random() % groups.size());
    for (; place; place = groups[*place].parent) members[*place].insert(index);
  }
  for (size_t i = 0; i < groups.size(); ++i) {
    if (members[i].empty()) members[i].insert(0);  // of a size that any group may have
    groups[i].classes.assign(members[i].begin(), members[i].end());
  }
  return groups;
}

// Multiples of 1/64, so that sums are exact and many are equal.
std::vector<float> RandomScores(std::mt19937& random, int classes) {
  std::vector<float> scores(classes);
  for (int i = 0; i < 64; ++i) scores[random() % (1 + random() % classes)] += 1.0f / 64;
  return scores;
}

// Every class and group in the order in which equal ones are taken, filtered step by step.
std::string NameByFilters(double level, const std::vector<float>& scores,
                          const std::vector<ClassGroup>& groups) {
  struct Any {
    std::string name;
    size_t size;
    double score;
    int depth;
  };
  std::vector<Any> all;
  for (size_t i = 0; i < scores.size(); ++i) all.push_back({std::to_string(i), 1, scores[i], 999});
  for (const ClassGroup& group : groups) {
    Any any{group.id, group.classes.size(), 0, 0};
    for (const int index : group.classes) any.score += static_cast<double>(scores[index]);
    for (auto up = group.parent; up; up = groups[*up].parent) ++any.depth;
    all.push_back(any);
  }
  std::erase_if(all, [&](const Any& any) { return any.score < level; });
  if (all.empty()) return "unknown";
  const auto keep = [&](auto key) {
    const auto best = key(*std::ranges::min_element(all, {}, key));
    std::erase_if(all, [&](const Any& any) { return key(any) != best; });
  };
  keep([](const Any& any) { return static_cast<double>(any.size); });
  keep([](const Any& any) { return -any.score; });
  keep([](const Any& any) { return static_cast<double>(-any.depth); });
  return all.front().name;
}

TEST(AnswerAt, IsWhatFilteringEveryNodeLeaves) {
  std::mt19937 random(18);
  std::set<std::string> kinds;
  for (int i = 0; i < 20'000; ++i) {
    const int classes = static_cast<int>(1 + random() % 12);
    const auto groups = RandomGroups(random, classes);
    const auto scores = RandomScores(random, classes);
    const double level = static_cast<double>(random() % 65) / 64;
    const std::string name = NameOf(AnswerAt(level, scores, groups), groups);
    ASSERT_EQ(name, NameByFilters(level, scores, groups)) << "case " << i;
    kinds.insert(name.substr(0, 1));
  }
  EXPECT_TRUE(kinds.contains("u") && kinds.contains("g") && kinds.contains("0"));
}

}  // namespace
}  // namespace glance
