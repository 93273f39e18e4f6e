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

}  // namespace glance
