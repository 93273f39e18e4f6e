// Labels: one list a language, one entry a class.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

constexpr std::string_view kLabels = R"("labels": {"en": ["0", "1"]})";

Result<Model> LoadLabels(const std::string& json) {
  return LoadTinyWith(kLabels, "\"labels\": " + json);
}

TEST(Labels, TheLanguageThatIsAskedForIsFound) {
  const auto model = LoadLabels(R"({"en": ["cat", "dog"], "zh": ["猫", "狗"]})");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->LabelsFor("zh"), (std::vector<std::string>{"猫", "狗"}));
  EXPECT_EQ(model->LabelsFor("en"), (std::vector<std::string>{"cat", "dog"}));
}

TEST(Labels, EnglishStandsInForALanguageThatIsMissing) {
  const auto model = LoadLabels(R"({"aa": ["x", "y"], "en": ["cat", "dog"]})");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->LabelsFor("zh").front(), "cat");
}

TEST(Labels, AnyOneLanguageIsEnough) {
  const auto model = LoadLabels(R"({"fr": ["chat", "chien"]})");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->LabelsFor("en").back(), "chien");
}

TEST(Labels, MayHoldAnyText) {
  const auto model = LoadLabels(R"({"en": ["", "<b>\u0000\"'\ud83d\ude00"]})");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->LabelsFor("en")[1], std::string("<b>\0\"'\xF0\x9F\x98\x80", 10));
}

TEST(Labels, EveryListHasOneEntryForEachClass) {
  ExpectError(LoadLabels(R"({"en": ["cat"]})"), error_code::kModelBadMetadata,
              "1 labels in 'en' for 2 classes");
  ExpectError(LoadLabels(R"({"en": ["a", "b"], "zh": ["a", "b", "c"]})"),
              error_code::kModelBadMetadata, "3 labels in 'zh' for 2 classes");
  ExpectError(LoadLabels(R"({"en": []})"), error_code::kModelBadMetadata, "0 labels in 'en'");
}

TEST(Labels, AreListsOfStringsByLanguage) {
  for (const std::string list : {"[1, 2]", "[\"a\", null]", "\"ab\"", "{}", "null"}) {
    ExpectError(LoadLabels("{\"en\": " + list + "}"), error_code::kModelBadMetadata,
                "labels: 'en' is not a list of strings");
  }
  ExpectError(LoadLabels("{}"), error_code::kModelBadMetadata, "lists of strings by language");
  ExpectError(LoadLabels("[]"), error_code::kModelBadMetadata, "'labels' is not an object");
  ExpectError(LoadTinyWith("\"labels\"", "\"names\""), error_code::kModelBadMetadata,
              "'labels' is missing");
}

TEST(Labels, AreShownUpToTheFirstComma) {
  EXPECT_EQ(ShortLabel("tabby, tabby cat"), "tabby");
  EXPECT_EQ(ShortLabel("tench, Tinca tinca, doctor fish"), "tench");
  EXPECT_EQ(ShortLabel("goldfish"), "goldfish");
  EXPECT_EQ(ShortLabel(", nothing"), "");
  EXPECT_EQ(ShortLabel(""), "");
}

}  // namespace
}  // namespace glance::test
