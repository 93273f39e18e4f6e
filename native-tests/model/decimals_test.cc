// How decimal numbers in weight files become doubles in WebAssembly: as the system's strtod does
// it.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "model/json.h"
#include "support/expect_error.h"
#include "third_party/yyjson/strtod.h"

namespace glance::test {
namespace {

void ExpectAsStrtod(const std::string& text) {
  char* end = nullptr;
  const double value = glance_strtod(text.c_str(), &end);
  EXPECT_EQ(std::bit_cast<uint64_t>(value),
            std::bit_cast<uint64_t>(std::strtod(text.c_str(), nullptr)))
      << text;
  EXPECT_EQ(end, text.c_str() + text.size()) << text;
}

constexpr int kDigits = 800;

using Wide = long double;  // NOLINT(google-runtime-float): it holds the middle of two doubles

template <typename Real>
std::string Format(const char* format, int precision, Real value) {
  std::vector<char> text(2000);
  text.resize(
      static_cast<size_t>(std::snprintf(text.data(), text.size(), format, precision, value)));
  return {text.begin(), text.end()};
}

// Any finite double, each exponent as often as another.
double AnyDouble(std::mt19937_64& random) {
  const auto value = std::bit_cast<double>(random());
  return std::isfinite(value) ? value : 0.1;
}

TEST(Decimals, AreReadAsWritten) {
  for (const char* text : {"0",
                           "-0",
                           "0.0",
                           "-0.0e5",
                           "1",
                           "10",
                           "0.1",
                           "-0.25",
                           "6.0",
                           "1e-5",
                           "1E+5",
                           "0.485",
                           "123456789012345678901234567890",
                           "9007199254740993",
                           "9007199254740992.9999999999999",
                           "2.2250738585072011e-308",
                           "2.2250738585072014e-308",
                           "4.9406564584124654e-324",
                           "2.4703282292062327e-324",
                           "2.4703282292062328e-324",
                           "1e-324",
                           "1e-325",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "1.7976931348623159e308",
                           "1e309",
                           "1e310",
                           "1e311",
                           "-1e999999999999999999999",
                           "1e-999999999999999999999",
                           "0e999999999999999999999",
                           "0.000001e6",
                           "100000e-5"}) {
    ExpectAsStrtod(text);
  }
}

TEST(Decimals, RandomDoublesAreTheNearest) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const double value = AnyDouble(random);
    ExpectAsStrtod(Format("%.*e", static_cast<int>(random() % 20), value));
  }
}

// Halfway between two doubles, written out in full, and a little more and less.
TEST(Decimals, MiddlesAreRoundedToEven) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 500; ++i) {
    const double value = i < 50 ? std::bit_cast<double>(random() % 1000) : AnyDouble(random);
    const Wide next = std::nextafter(value, 2 * value);
    const std::string middle = Format("%.*Le", kDigits, (value + next) / 2);
    ExpectAsStrtod(middle);
    const size_t power = middle.find('e');
    ExpectAsStrtod(middle.substr(0, power) + std::string(200, '0') + "1" + middle.substr(power));
    std::string less = middle;
    for (size_t at = less.find_last_not_of('0', power - 1);; --at) {
      if (less[at] == '.') continue;
      --less[at];
      break;
    }
    ExpectAsStrtod(less);
  }
}

// The reader in use, which is ours in WebAssembly.
TEST(Decimals, OfDocumentsAreTheNearest) {
  const std::vector<double> values{0.1, 6.0, 1e-5, 0.485, 3.0e38, 123456789.125};
  std::string text = R"({"values": [)";
  for (const double value : values) text += Format("%.*g", 17, value) + ", ";
  const auto document = ParseJsonObject(text + "1e300]}", "the text", "model/bad-graph");
  ASSERT_TRUE(document) << ErrorOf(document);
  yyjson_val* read = yyjson_obj_get(yyjson_doc_get_root(document->get()), "values");
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(yyjson_get_num(yyjson_arr_get(read, i)), values[i]);
  }
  EXPECT_FALSE(ParseJsonObject(R"({"value": 1e309})", "the text", "model/bad-graph"));
}

}  // namespace
}  // namespace glance::test
