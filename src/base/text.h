// Messages made of pieces, text and whole numbers side by side: Join({"a value of ", 3, "
// channels"}). Messages are many, and in WebAssembly each + of a chain of std::string is a hundred
// bytes of code.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace glance {

// One piece; text is not copied and must outlive it.
class TextPiece {
 public:
  explicit(false) TextPiece(const char* text) : text_(text) {}
  explicit(false) TextPiece(std::string_view text) : text_(text) {}
  explicit(false) TextPiece(const std::string& text) : text_(text) {}

  template <std::integral Number>
    requires(!std::same_as<Number, char> && !std::same_as<Number, bool>)
  explicit(false) TextPiece(Number number)
      : number_(static_cast<uint64_t>(number)), kind_(number < 0 ? kNegative : kNumber) {}

  void AppendTo(std::string& whole) const;

 private:
  enum Kind : uint8_t { kText, kNumber, kNegative };

  std::string_view text_;
  uint64_t number_ = 0;  // in two's complement when negative
  Kind kind_ = kText;
};

using TextPieces = std::initializer_list<TextPiece>;

std::string Join(TextPieces pieces);

// A number as people read it: 20000 -> "20,000".
std::string GroupDigits(uint64_t number);

}  // namespace glance
