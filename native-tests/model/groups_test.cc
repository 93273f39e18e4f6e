// labels.groups: the hierarchy of the classes, as a file says it and as the model has it.
#include "model/groups.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

Result<Model> LoadGroups(const std::string& groups) {
  return LoadTinyWith(
      R"("labels": {"en": ["0", "1"]})",
      R"("labels": {"zh": ["猫", "狗"], "groups": )" + groups + R"(, "en": ["cat", "dog"]})");
}

// A group of the two classes' network; `rest` are its other keys, with a comma before them.
std::string GroupJson(const std::string& id, const std::string& rest = "") {
  return R"({"id": ")" + id + R"(", "name": {"en": ")" + id + R"(", "zh": "组"})" + rest + "}";
}

TEST(Groups, AreReadWithEveryClassBelowThem) {
  const auto model =
      LoadGroups("[" + GroupJson("pet", R"(, "parent": "animal", "classes": [1])") + ", " +
                 GroupJson("animal", R"(, "parent": null, "classes": [0])") + "]");
  ASSERT_TRUE(model) << ErrorOf(model);
  ASSERT_EQ(model->groups.size(), 2u);
  const auto& [pet, animal] = std::tie(model->groups[0], model->groups[1]);
  EXPECT_EQ(pet.id, "pet");
  EXPECT_EQ(pet.parent, 1);
  EXPECT_EQ(pet.classes, std::vector{1});
  EXPECT_EQ(animal.parent, std::nullopt);
  EXPECT_EQ(animal.classes, (std::vector{0, 1}));
  EXPECT_EQ(model->NameOf(pet, "zh"), "组");
  EXPECT_EQ(model->NameOf(pet, "fr"), "pet");
}

TEST(Groups, AreNoLanguageAndNeedNotBeThere) {
  const auto model = LoadGroups("[" + GroupJson("pet", R"(, "classes": [0])") + "]");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->labels.size(), 2u);
  EXPECT_EQ(model->LabelsFor("groups").front(), "cat");
  const auto none = LoadGroups("[]");
  ASSERT_TRUE(none) << ErrorOf(none);
  EXPECT_TRUE(none->groups.empty());
  const auto tiny = LoadTiny(TinyDocument());
  ASSERT_TRUE(tiny) << ErrorOf(tiny);
  EXPECT_TRUE(tiny->groups.empty());
}

TEST(Groups, AreListsOfObjectsWithTheRightKeys) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{}", "labels: 'groups' is not a list of groups"},
      {"null", "labels: 'groups' is not a list of groups"},
      {"[1]", "labels.groups 0 is not an object"},
      {"[[]]", "labels.groups 0 is not an object"},
      {"[{}]", "labels.groups 0: 'id' is missing"},
      {R"([{"id": 7}])", "labels.groups 0: 'id' is not a string"},
      {R"([{"id": " "}])", "'id' is not a text with something in it"},
      {R"([{"id": "a"}])", "labels.groups 0: 'name' is missing"},
      {R"([{"id": "a", "name": "a"}])", "'name' is not an object"},
      {R"([{"id": "a", "name": {"en": "a"}}])", "(a): name: 'zh' is missing"},
      {R"([{"id": "a", "name": {"en": "a", "zh": ""}}])", "'zh' is not a text with something"},
      {R"([{"id": "a", "name": {"en": 1, "zh": "a"}}])", "'en' is not a string"},
      {"[" + GroupJson("a", R"(, "parent": 1)") + "]", "'parent' is not a string"},
      {"[" + GroupJson("a", R"(, "parent": "")") + "]", "'parent' is not a text"},
      {"[" + GroupJson("a", R"(, "classes": 1)") + "]", "'classes' is not a list of classes"},
      {"[" + GroupJson("a", R"(, "classes": {})") + "]", "'classes' is not a list of classes"},
      {"[" + GroupJson("a", R"(, "classes": null)") + "]", "'classes' is not a list of classes"},
  };
  for (const auto& [groups, message] : cases) {
    SCOPED_TRACE(groups);
    ExpectError(LoadGroups(groups), kBadMetadata, message);
  }
}

TEST(Groups, HoldEachClassAtMostOnceAndAtLeastOne) {
  for (const std::string wrong :
       {"2", "-1", "0.5", "\"0\"", "18446744073709551616", "4294967296"}) {
    ExpectError(LoadGroups("[" + GroupJson("a", ", \"classes\": [" + wrong + "]") + "]"),
                kBadMetadata, "'a' has a class that is not a whole number from 0 to 1");
  }
  ExpectError(LoadGroups("[" + GroupJson("a", R"(, "classes": [1, 1])") + "]"), kBadMetadata,
              "'a' has class 1, which hangs on 'a' already");
  ExpectError(LoadGroups("[" + GroupJson("a", R"(, "classes": [1])") + ", " +
                         GroupJson("b", R"(, "classes": [0, 1])") + "]"),
              kBadMetadata, "'b' has class 1, which hangs on 'a' already");
  ExpectError(LoadGroups("[" + GroupJson("a", R"(, "classes": [1])") + ", " +
                         GroupJson("b", R"(, "parent": "a")") + "]"),
              kBadMetadata, "'b' has no class, nor have groups below it");
}

TEST(Groups, HaveIdsOfTheirOwnAndParentsThatExist) {
  ExpectError(LoadGroups("[" + GroupJson("a", R"(, "classes": [1])") + ", " + GroupJson("b") +
                         ", " + GroupJson("a", R"(, "classes": [0])") + "]"),
              kBadMetadata, "'a' is the id of two groups");
  for (const std::string parent : {"b", "A", "a ", "aa", "猫"}) {
    ExpectError(
        LoadGroups("[" + GroupJson("a", R"(, "classes": [1], "parent": ")" + parent + "\"") + "]"),
        kBadMetadata, "'a' has the parent '" + parent + "', which is no group");
  }
}

// `count` groups, each below the one before it; the last has the classes.
std::string ChainJson(int count) {
  std::string json = "[";
  for (int i = 0; i < count; ++i) {
    std::string rest = i == 0 ? "" : R"(, "parent": "g)" + std::to_string(i - 1) + "\"";
    if (i == count - 1) rest += R"(, "classes": [0, 1])";
    if (i > 0) json += ", ";
    json += GroupJson("g" + std::to_string(i), rest);
  }
  return json + "]";
}

TEST(Groups, NestAtMostSixteenDeepAndNeverInACircle) {
  const auto model = LoadGroups(ChainJson(kMaxGroupsAbove + 1));
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->groups.front().classes, (std::vector{0, 1}));
  ExpectError(LoadGroups(ChainJson(kMaxGroupsAbove + 2)), kBadMetadata,
              "'g16' has more than 15 groups above it");
  ExpectError(LoadGroups(ChainJson(4000)), kBadMetadata, "more than 15 groups above it");
  ExpectError(LoadGroups("[" + GroupJson("a", R"(, "parent": "a", "classes": [0])") + "]"),
              kBadMetadata, "'a' has more than 15 groups above it, or is above itself");
  ExpectError(LoadGroups("[" + GroupJson("a", R"(, "parent": "b", "classes": [0])") + ", " +
                         GroupJson("b", R"(, "parent": "c")") + ", " +
                         GroupJson("c", R"(, "parent": "b")") + "]"),
              kBadMetadata, "or is above itself");
}

TEST(Groups, AreAtMostFourThousand) {
  std::string json = "[" + GroupJson("a", R"(, "classes": [0])");
  for (int i = 1; i < kMaxGroups; ++i) {
    json += ", " + GroupJson("g" + std::to_string(i), R"(, "parent": "a")");
  }
  // Read to the end: only then it is seen that most have no class.
  ExpectError(LoadGroups(json + "]"), kBadMetadata, "has no class");
  ExpectError(LoadGroups(json + ", 0]"), error_code::kModelTooLarge,
              "4097 groups of labels; at most 4096");
}

TEST(Groups, AnyTextIsKeptAsItIs) {
  const auto model = LoadGroups(
      R"([{"id": "\u0000", "name": {"en": "<b>\u001b[31m", "zh": "\ud83d\ude00"}, "classes": [0]}])");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->groups[0].id, std::string(1, '\0'));
  EXPECT_EQ(model->NameOf(model->groups[0], "en"), "<b>\x1b[31m");
  ExpectError(LoadGroups("[{\"id\": \"\xff\"}]"), error_code::kModelBadHeader, "not valid JSON");
  ExpectError(LoadGroups(R"([{"id": "\ud800"}])"), kBadMetadata, "not valid JSON");
}

TEST(Groups, TextCutAnywhereIsRefused) {
  const std::string whole = ChainJson(3);
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(LoadGroups(whole.substr(0, length))) << length;
  }
}

}  // namespace
}  // namespace glance::test
