// A bad picture is a typed error, and the next good one is right.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "support/expect_error.h"
#include "support/fault_report.h"

namespace glance {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes BytesOf(std::string_view text) { return {text.begin(), text.end()}; }

// That much of the espresso.
Bytes Cut(size_t percent) {
  Bytes bytes = test::ReadFile(test::Fixture(test::kEspresso));
  bytes.resize(bytes.size() * percent / 100);
  return bytes;
}

TEST(BadPictures, AreRefusedByCodeAndLeaveTheClassifierUsable) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const std::vector<std::pair<Bytes, std::string>> cases = {
      {{}, error_code::kImageEmpty},
      {{0xFF}, error_code::kImageNotAPicture},
      {{0xFF, 0xD8, 0xFF}, error_code::kImageDamaged},
      {BytesOf("abc"), error_code::kImageNotAPicture},
      {BytesOf("<!DOCTYPE html><html></html>"), error_code::kImageNotAPicture},
      {BytesOf("%PDF-1.7 and more"), error_code::kImageNotAPicture},
      {BytesOf("GIF89a and more of it"), error_code::kImageUnsupportedFormat},
      {Cut(30), error_code::kImageDamaged},
  };
  for (const auto& [bytes, code] : cases) {
    test::ExpectError(classifier->Classify(bytes), code, "");
    const auto good = test::ClassifyFixture(*classifier, test::kEspresso);
    ASSERT_TRUE(good) << good.error().message;
    EXPECT_EQ(good->predictions[0].index, test::kEspressoClass) << code;
  }
  test::ReportFault(1, "3 of 3 refused, each time the next picture is right");
}

TEST(BadPictures, OfWhichMostIsThereAreAnsweredWithANote) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto result = classifier->Classify(Cut(80));
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_EQ(result->notes.size(), 1u);
  EXPECT_EQ(result->notes[0].code, "note/damaged");
  EXPECT_TRUE(result->notes[0].message.starts_with("the file is damaged: the lower "))
      << result->notes[0].message;
  EXPECT_TRUE(result->notes[0].message.ends_with(" % is missing")) << result->notes[0].message;
}

TEST(BadPictures, AFileThatIsNoModelIsRefused) {
  const auto text = BytesOf("this is not a weight file");
  auto file = Buffer<uint8_t>::CopyOf(text);
  ASSERT_TRUE(file);
  test::ExpectError(Classifier::Load(*std::move(file)), error_code::kModelNotSafetensors, "");
}

}  // namespace
}  // namespace glance
