#include "base/text.h"

namespace glance {

void TextPiece::AppendTo(std::string& whole) const {
  if (kind_ == kText) {
    whole += text_;
  } else if (kind_ == kNumber) {
    whole += std::to_string(number_);
  } else {
    whole += std::to_string(static_cast<int64_t>(number_));
  }
}

std::string Join(TextPieces pieces) {
  std::string whole;
  for (const TextPiece& piece : pieces) piece.AppendTo(whole);
  return whole;
}

std::string GroupDigits(uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

}  // namespace glance
