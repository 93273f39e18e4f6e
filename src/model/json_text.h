// JSON text that is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace glance {

// `text` in quotes. Bytes above 127 stay as they are.
std::string JsonString(std::string_view text);

// `value`, below a billion in magnitude, with six decimals; the same bytes on every machine.
std::string JsonDecimal(double value);

// ["a", "b"].
std::string JsonList(const std::vector<std::string>& texts);

// An object, pair by pair.
class JsonObjectText {
 public:
  void Add(std::string_view key, std::string_view json);
  void AddString(std::string_view key, std::string_view text);
  void AddNumber(std::string_view key, int number);
  void AddDecimal(std::string_view key, double number);  // see JsonDecimal
  std::string Text() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

}  // namespace glance
