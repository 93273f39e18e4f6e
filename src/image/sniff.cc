#include "image/sniff.h"

#include <algorithm>
#include <string>

#include "base/error_codes.h"
#include "image/other_formats.h"
#include "image/starts_with.h"

namespace glance {
namespace {

// PNG by its name alone: a signature that a text-mode transfer changed is then called damaged.
bool IsPng(ByteSpan bytes) { return StandsAt(bytes, 1, "PNG"); }
bool IsJpeg(ByteSpan bytes) { return StartsWith(bytes, "\xFF\xD8\xFF"); }

std::string FirstBytesInHex(ByteSpan bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string hex;
  for (const uint8_t byte : bytes.first(std::min<size_t>(bytes.size(), 4))) {
    if (!hex.empty()) hex += ' ';
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::unexpected<Error> Refuse(ByteSpan bytes) {
  const auto other = RecogniseOtherFormat(bytes);
  if (!other) {
    return Fail(error_code::kImageNotAPicture,
                {"this is not a picture: no known format starts with the bytes ",
                 FirstBytesInHex(bytes), "; choose a JPEG or PNG file"});
  }
  const std::string name(other->name);
  if (other->is_picture) {
    return Fail(error_code::kImageUnsupportedFormat,
                {"this is ", name, "; only JPEG and PNG are read: convert it to one of them"});
  }
  return Fail(error_code::kImageNotAPicture,
              {"this is ", name, ", not a picture: choose a JPEG or PNG file"});
}

}  // namespace

Result<PictureFormat> SniffFormat(ByteSpan bytes) {
  if (bytes.empty()) {
    return Fail(error_code::kImageEmpty, "the file is empty (0 bytes): copy or download it again");
  }
  if (IsJpeg(bytes)) return PictureFormat::kJpeg;
  if (IsPng(bytes)) return PictureFormat::kPng;
  return Refuse(bytes);
}

}  // namespace glance
