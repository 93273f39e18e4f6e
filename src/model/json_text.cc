#include "model/json_text.h"

#include <cmath>
#include <cstdint>

namespace glance {

std::string JsonString(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string json = "\"";
  for (const char character : text) {
    const auto byte = static_cast<uint8_t>(character);
    if (byte < 0x20) {
      json += "\\u00";
      json += kHex[byte >> 4];
      json += kHex[byte & 15];
      continue;
    }
    if (character == '"' || character == '\\') json += '\\';
    json += character;
  }
  return json + '"';
}

std::string JsonDecimal(double value) {
  constexpr int kDigits = 6;
  constexpr double kScale = 1e6;
  const auto scaled = static_cast<uint64_t>(std::llround(std::abs(value) * kScale));
  std::string digits = std::to_string(scaled);
  if (digits.size() <= kDigits) digits.insert(0, kDigits + 1 - digits.size(), '0');
  digits.insert(digits.size() - kDigits, 1, '.');
  if (value < 0 && scaled > 0) digits.insert(0, 1, '-');
  return digits;
}

std::string JsonList(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ", ";
    json += JsonString(text);
  }
  return json + "]";
}

void JsonObjectText::Add(std::string_view key, std::string_view json) {
  if (text_.size() > 1) text_ += ", ";
  text_ += JsonString(key);
  text_ += ": ";
  text_ += json;
}

void JsonObjectText::AddString(std::string_view key, std::string_view text) {
  Add(key, JsonString(text));
}

void JsonObjectText::AddNumber(std::string_view key, int number) {
  Add(key, std::to_string(number));
}

void JsonObjectText::AddDecimal(std::string_view key, double number) {
  Add(key, JsonDecimal(number));
}

}  // namespace glance
