// The parts of the `glance` document beside the graph: version, names, source, preprocessing.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(Metadata, ValuesAreReadAsTheyStand) {
  auto text = Replaced(TinyDocument(), R"("license": "MIT")",
                       R"("license": "Apache-2.0", "architecture": "small-net", "source":
                       {"package": "p", "url": "u", "file": "f", "sha256": "s"}, "more": [1, {}])");
  text = Replaced(text, R"("input_size": [8, 8], "resize_shorter": 8, "filter": "bilinear")",
                  R"("input_size": [6, 8], "resize_shorter": 9, "filter": "bicubic")");
  text = Replaced(text, "[127, 127, 127]", "[123.675, 116.28, -1]");
  const auto model = LoadTiny(text);
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->name, "small");
  EXPECT_EQ(model->license, "Apache-2.0");
  EXPECT_EQ(model->architecture, "small-net");
  EXPECT_EQ(model->source.package + model->source.url + model->source.file + model->source.sha256,
            "pufs");
  EXPECT_EQ(model->preprocess.crop_height_px, 6);
  EXPECT_EQ(model->preprocess.crop_width_px, 8);
  EXPECT_EQ(model->preprocess.resize_shorter_px, 9);
  EXPECT_EQ(model->preprocess.filter, ResampleFilter::kBicubic);
  EXPECT_EQ(model->preprocess.mean, (std::array<float, 3>{123.675f, 116.28f, -1}));
  EXPECT_EQ(model->preprocess.std, (std::array<float, 3>{128, 128, 128}));
}

TEST(Metadata, OtherFormatVersionsAreRefused) {
  for (const std::string version : {"0", "2", "4294967295"}) {
    ExpectError(LoadTinyWith("\"format_version\": 1", "\"format_version\": " + version),
                error_code::kModelUnsupportedVersion, "format version " + version);
  }
}

TEST(Metadata, FormatVersionIsARequiredWholeNumber) {
  for (const std::string version : {"\"1\"", "1.0", "-1", "null", "true", "4294967296"}) {
    ExpectError(LoadTinyWith("\"format_version\": 1", "\"format_version\": " + version),
                kBadMetadata, "'format_version' is not");
  }
  ExpectError(LoadTinyWith("\"format_version\": 1", "\"version\": 1"), kBadMetadata,
              "'format_version' is missing");
}

TEST(Metadata, DocumentMustBeAJsonObject) {
  ExpectError(LoadTiny("[]"), kBadMetadata, "not a JSON object");
  ExpectError(LoadTiny("{"), kBadMetadata, "not valid JSON");
  ExpectError(LoadTiny(TinyDocument() + "x"), kBadMetadata, "not valid JSON");
}

TEST(Metadata, DuplicateKeysAreRefusedAtAnyLevel) {
  ExpectError(LoadTinyWith("\"name\": \"small\"", R"("name": "a", "name": "b")"), kBadMetadata,
              "the key 'name' twice");
  ExpectError(LoadTinyWith("\"bias\": \"b\"", R"("bias": "b", "weight": "w")"), kBadMetadata,
              "the key 'weight' twice");
}

TEST(Metadata, DeepNestingIsRefused) {
  const std::string nested = std::string(100'000, '[') + std::string(100'000, ']');
  ExpectError(LoadTinyWith("\"name\"", "\"more\": " + nested + ", \"name\""), kBadMetadata,
              "nests deeper than 32");
}

struct WrongValue {
  const char* from;
  const char* to;
  const char* message;
};

void ExpectAllRefused(const std::vector<WrongValue>& cases) {
  for (const auto& [from, to, message] : cases) {
    SCOPED_TRACE(to);
    ExpectError(LoadTinyWith(from, to), kBadMetadata, message);
  }
}

TEST(Metadata, NamesAreStrings) {
  ExpectAllRefused({
      {"\"name\": \"small\"", "\"name\": 7", "'name' is not a string"},
      {"\"name\": \"small\"", "\"nom\": \"small\"", "'name' is missing"},
      {"\"license\": \"MIT\"", "\"license\": null", "'license' is not a string"},
      {"\"license\": \"MIT\"", "\"architecture\": []", "'architecture' is not a string"},
      {"\"license\": \"MIT\"", "\"source\": \"here\"", "'source' is not an object"},
      {"\"license\": \"MIT\"", "\"source\": {\"url\": 1}", "source: 'url' is not a string"},
      {"\"license\": \"MIT\"", "\"source\": {\"sha256\": {}}", "source: 'sha256' is not a string"},
  });
}

TEST(Metadata, PreprocessIsRequiredAndComplete) {
  ExpectAllRefused({
      {"\"preprocess\": {", "\"prepare\": {", "'preprocess' is missing"},
      {"\"input_size\":", "\"size\":", "preprocess: 'input_size' is missing"},
      {"\"resize_shorter\":", "\"resize\":", "preprocess: 'resize_shorter' is missing"},
      {"\"filter\":", "\"kernel\":", "preprocess: 'filter' is missing"},
      {"\"mean\":", "\"average\":", "preprocess: 'mean' is missing"},
      {"\"std\":", "\"deviation\":", "preprocess: 'std' is missing"},
  });
}

TEST(Metadata, SizesAreInRange) {
  ExpectAllRefused({
      {"\"input_size\": [8, 8]", "\"input_size\": [0, 8]", "'input_size' is not [height, width]"},
      {"\"input_size\": [8, 8]", "\"input_size\": [8, 4097]", "each from 1 to 4096"},
      {"\"input_size\": [8, 8]", "\"input_size\": [8]", "'input_size' is not"},
      {"\"input_size\": [8, 8]", "\"input_size\": [8, 8, 3]", "'input_size' is not"},
      {"\"input_size\": [8, 8]", "\"input_size\": 8", "'input_size' is not"},
      {"\"input_size\": [8, 8]", "\"input_size\": [8.5, 8]", "'input_size' is not"},
      {"\"resize_shorter\": 8", "\"resize_shorter\": 7", "a whole number from 8 to 8192"},
      {"\"resize_shorter\": 8", "\"resize_shorter\": 8193", "a whole number from 8 to 8192"},
      {"\"resize_shorter\": 8", "\"resize_shorter\": \"8\"", "'resize_shorter' is not"},
  });
}

TEST(Metadata, NormalisationIsFiniteAndDivides) {
  ExpectAllRefused({
      {"[127, 127, 127]", "[127, 127]", "'mean' is not 3 finite numbers"},
      {"[127, 127, 127]", "[127, \"127\", 127]", "'mean' is not 3 finite numbers"},
      {"[127, 127, 127]", "127", "'mean' is not 3 finite numbers"},
      {"[127, 127, 127]", "[127, 1e300, 127]", "'mean' is not three numbers that float32"},
      {"[128, 128, 128]", "[128, 0, 128]", "'std' is not three numbers above 0"},
      {"[128, 128, 128]", "[128, -1, 128]", "'std' is not three numbers above 0"},
      {"[128, 128, 128]", "[128, 1e-300, 128]", "'std' is not three numbers above 0"},
      {"[128, 128, 128]", "[1e300, 128, 128]", "'std' is not three numbers that float32"},
      {"\"filter\": \"bilinear\"", "\"filter\": \"nearest\"", "bilinear or bicubic"},
      {"\"filter\": \"bilinear\"", "\"filter\": 1", "'filter' is not a string"},
  });
}

}  // namespace
}  // namespace glance::test
