// No test: decodes pictures for tools/damage_pictures.py. Reads from standard input, again and
// again, the length of a file (4 bytes, the lowest first) and the file. Answers with width, height
// and the length of a message (4 bytes each), the message, and the pixels (RGB8). A picture that is
// refused has width 0 and the error as its message; otherwise the message says what is damaged.
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "image/decode.h"

namespace glance {
namespace {

using Number = std::array<uint8_t, 4>;

Number BytesOf(size_t value) {
  Number bytes;
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(value >> (8 * i));
  return bytes;
}

void Write(ByteSpan bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); }

void Answer(int width_px, int height_px, const std::string& message, ByteSpan pixels) {
  Write(BytesOf(static_cast<size_t>(width_px)));
  Write(BytesOf(static_cast<size_t>(height_px)));
  Write(BytesOf(message.size()));
  Write({reinterpret_cast<const uint8_t*>(message.data()), message.size()});
  Write(pixels);
  std::fflush(stdout);
}

bool ReadFile(std::vector<uint8_t>& file) {
  Number length;
  if (std::fread(length.data(), 1, length.size(), stdin) != length.size()) return false;
  size_t bytes = 0;
  for (size_t i = 0; i < length.size(); ++i) bytes |= size_t{length[i]} << (8 * i);
  file.resize(bytes);
  return std::fread(file.data(), 1, bytes, stdin) == bytes;
}

void DecodeAll() {
  for (std::vector<uint8_t> file; ReadFile(file);) {
    const auto decoded = DecodeAsStored(file);
    if (decoded) {
      const Image& image = decoded->image;
      Answer(image.width_px(), image.height_px(), decoded->damage, image.pixels());
    } else {
      Answer(0, 0, decoded.error().message, {});
    }
  }
}

}  // namespace
}  // namespace glance

int main() { glance::DecodeAll(); }
