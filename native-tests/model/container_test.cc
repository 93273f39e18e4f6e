// The container's first bytes and its header's text: one test a rule of models/FORMAT.md.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/safetensors.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

Result<Safetensors> Parse(const std::vector<uint8_t>& bytes) { return ParseSafetensors(bytes); }

Result<Safetensors> ParseHeader(const std::string& header) { return Parse(ContainerBytes(header)); }

TEST(Container, TinyModelIsValid) {
  const auto model = LoadTiny(TinyDocument());
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->classes, 2u);
}

TEST(Container, HeaderWithoutTensorsIsValid) {
  const auto parsed = ParseHeader("{}");
  ASSERT_TRUE(parsed) << ErrorOf(parsed);
  EXPECT_TRUE(parsed->entries.empty());
  EXPECT_TRUE(parsed->glance.empty());
}

TEST(Container, FewerThanEightBytesAreNoSafetensors) {
  for (size_t size = 0; size < 8; ++size) {
    ExpectError(Parse(std::vector<uint8_t>(size, '{')), error_code::kModelNotSafetensors,
                "has " + std::to_string(size) + " bytes");
  }
}

TEST(Container, OtherFormatsAreNoSafetensors) {
  for (const std::string text : {"<!DOCTYPE html><html>", "\x89PNG\r\n\x1a\n____________",
                                 "PK\x03\x04____________", "{\"key\": 1}__________"}) {
    ExpectError(Parse({text.begin(), text.end()}), error_code::kModelNotSafetensors,
                "does not begin like");
  }
}

TEST(Container, HeaderLengthOverTheLimitIsRefused) {
  for (const uint64_t length : {kMaxHeaderBytes + 1, uint64_t{1} << 32, uint64_t{1} << 63}) {
    ExpectError(Parse(ContainerBytes(length, "{}")), error_code::kModelNotSafetensors,
                std::to_string(length));
  }
}

// 8 + length would wrap to a small number.
TEST(Container, HeaderLengthThatWrapsIsRefused) {
  for (const uint64_t length : {UINT64_MAX, UINT64_MAX - 7, UINT64_MAX - 8}) {
    ExpectError(Parse(ContainerBytes(length, "{}      ")), error_code::kModelNotSafetensors,
                std::to_string(length));
  }
}

TEST(Container, HeaderLengthBelowTwoIsRefused) {
  for (const uint64_t length : {0, 1}) {
    ExpectError(Parse(ContainerBytes(length, "{}")), error_code::kModelNotSafetensors,
                "header length " + std::to_string(length));
  }
}

TEST(Container, HeaderThatEndsOutsideTheFileIsTruncated) {
  ExpectError(Parse(ContainerBytes(9, "{}      ")), error_code::kModelTruncated, "needs 17");
  ExpectError(Parse(ContainerBytes(kMaxHeaderBytes, "{}")), error_code::kModelTruncated,
              "10 bytes");
}

TEST(Container, HeaderMustBeginWithABrace) {
  for (const std::string header : {" {}", "[]", "\xEF\xBB\xBF{}", "null"}) {
    ExpectError(ParseHeader(header), error_code::kModelNotSafetensors, "does not begin like");
  }
}

TEST(Container, HeaderMayBePaddedWithSpaces) {
  const auto parsed = ParseHeader("{}" + std::string(1000, ' '));
  EXPECT_TRUE(parsed) << ErrorOf(parsed);
}

TEST(Container, HeaderMustBeJson) {
  for (const std::string header : {"{", "{]", "{\"a\"}", "{} {}", "{\"a\": 1,}", "{'a': 1}",
                                   "{\"a\": NaN}", "{/**/}", "{\"a\": 01}", "{}\x01"}) {
    ExpectError(ParseHeader(header), error_code::kModelBadHeader, "not valid JSON at byte");
  }
}

TEST(Container, HeaderMustBeUtf8) {
  for (const std::string bytes :
       {"\xFF", "\xC0\x80", "\xE2\x82", "\xED\xA0\x80", "\xF5\x80\x80\x80"}) {
    ExpectError(ParseHeader("{\"" + bytes + "\": 1}"), error_code::kModelBadHeader,
                "not valid JSON at byte 2");
  }
}

TEST(Container, DuplicateKeysAreRefusedAtAnyLevel) {
  const std::string entry = R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  ExpectError(ParseHeader(R"({"a":)" + entry + R"(,"a":)" + entry + "}"),
              error_code::kModelBadHeader, "the key 'a' twice");
  ExpectError(ParseHeader(R"({"__metadata__":{},"__metadata__":{}})"), error_code::kModelBadHeader,
              "the key '__metadata__' twice");
  ExpectError(ParseHeader(R"({"__metadata__":{"glance":"","glance":""}})"),
              error_code::kModelBadHeader, "the key 'glance' twice");
  ExpectError(ParseHeader(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"dtype":"I8"}})"),
              error_code::kModelBadHeader, "the key 'dtype' twice");
  ExpectError(ParseHeader(R"({"a":[[{"x":1,"y":{"z":1,"z":1}}]]})"), error_code::kModelBadHeader,
              "the key 'z' twice");
}

// "a" is "a": keys are compared after their escapes are read.
TEST(Container, DuplicateKeysAreFoundBehindEscapes) {
  ExpectError(ParseHeader(R"({"a":1,"\u0061":1})"), error_code::kModelBadHeader,
              "the key 'a' twice");
}

TEST(Container, DeepNestingIsRefused) {
  for (const size_t depth : {33u, 1000u, 1'000'000u}) {
    const std::string nested = std::string(depth, '[') + std::string(depth, ']');
    ExpectError(ParseHeader("{\"a\":" + nested + "}"), error_code::kModelBadHeader,
                "nests deeper than 32");
  }
}

TEST(Container, MetadataMustHoldStringsOnly) {
  ExpectError(ParseHeader(R"({"__metadata__":[]})"), error_code::kModelBadHeader,
              "'__metadata__' is not an object");
  ExpectError(ParseHeader(R"({"__metadata__":{"note":7}})"), error_code::kModelBadHeader,
              "'note' is not a string");
  ExpectError(ParseHeader(R"({"__metadata__":{"glance":{}}})"), error_code::kModelBadHeader,
              "'glance' is not a string");
}

TEST(Container, FileWithoutGlanceMetadataSaysHowToConvertIt) {
  ExpectError(LoadBytes(ContainerBytes("{}")), error_code::kModelBadMetadata, "convert_model.py");
  ExpectError(LoadBytes(ContainerBytes(R"({"__metadata__":{"format":"pt"}})")),
              error_code::kModelBadMetadata, "no 'glance' metadata");
}

}  // namespace
}  // namespace glance::test
