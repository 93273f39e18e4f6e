#include "cli/json_writer.h"

#include <cmath>
#include <cstdlib>

namespace glance::cli {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";

// Length of the valid UTF-8 sequence at text[i], or 0.
size_t SequenceLength(const std::string& text, size_t i) {
  const auto byte = [&](size_t k) {
    return k < text.size() ? static_cast<uint8_t>(text[k]) : uint8_t{0};
  };
  const auto continues = [&](size_t k) { return (byte(k) & 0xC0) == 0x80; };
  const uint8_t first = byte(i);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0 && continues(i + 1)) return 2;
  if (first >= 0xE0 && first < 0xF0 && continues(i + 1) && continues(i + 2)) {
    const bool overlong = first == 0xE0 && byte(i + 1) < 0xA0;
    const bool surrogate = first == 0xED && byte(i + 1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (first >= 0xF0 && first < 0xF5 && continues(i + 1) && continues(i + 2) && continues(i + 3)) {
    const bool overlong = first == 0xF0 && byte(i + 1) < 0x90;
    const bool too_high = first == 0xF4 && byte(i + 1) >= 0x90;
    return overlong || too_high ? 0 : 4;
  }
  return 0;
}

std::string ValidUtf8(const std::string& text) {
  std::string valid;
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text, i);
    valid += length == 0 ? kReplacement : text.substr(i, length);
    i += length == 0 ? 1 : length;
  }
  return valid;
}

}  // namespace

void AddString(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
               const std::string& text) {
  const std::string valid = ValidUtf8(text);
  yyjson_mut_obj_add_strncpy(document, object, key, valid.data(), valid.size());
}

void AddMilliseconds(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
                     double milliseconds) {
  constexpr double kPerMillisecond = 1000.0;
  yyjson_mut_obj_add_real(document, object, key,
                          std::round(milliseconds * kPerMillisecond) / kPerMillisecond);
}

std::string LineOf(const MutableJson& document) {
  size_t length = 0;
  char* text = yyjson_mut_write(document.get(), 0, &length);
  std::string line = text == nullptr ? "{}" : std::string(text, length);
  std::free(text);
  return line + "\n";
}

}  // namespace glance::cli
