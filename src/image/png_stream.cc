#include "image/png_stream.h"

#include <array>
#include <utility>

#include "image/png_chunks.h"
#include "image/stream_writer.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kNoChecksum = "\0\0\0\0"sv;
constexpr std::string_view kEnd = "\0\0\0\0IEND\0\0\0\0"sv;
constexpr uint64_t kChunkFrameBytes = 12;

std::array<uint8_t, 4> BigEndian(uint32_t value) {
  return {static_cast<uint8_t>(value >> 24), static_cast<uint8_t>(value >> 16),
          static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
}

// The file has been walked before, so that no step can fail.
void AppendImageData(StreamWriter& writer, ByteSpan file) {
  PngChunkReader reader(file);
  for (auto chunk = reader.Next(); chunk && chunk->type != "IEND"; chunk = reader.Next()) {
    if (chunk->type == "IDAT") writer.Append(chunk->data);
  }
}

}  // namespace

uint64_t PngStreamBytes(const PngStructure& png) {
  return kPngSignature.size() + png.header_chunk.whole.size() + png.palette_chunk.size() +
         kChunkFrameBytes + png.compressed_bytes + kEnd.size();
}

Result<Buffer<uint8_t>> MakePngStream(ByteSpan file, const PngStructure& png) {
  TRY_ASSIGN(auto buffer, Buffer<uint8_t>::Create(static_cast<size_t>(PngStreamBytes(png))));
  StreamWriter writer(std::move(buffer));
  writer.Append(kPngSignature);
  writer.Append(png.header_chunk.whole);
  writer.Append(png.palette_chunk);
  writer.Append(BigEndian(static_cast<uint32_t>(png.compressed_bytes)));
  writer.Append("IDAT"sv);
  AppendImageData(writer, file);
  writer.Append(kNoChecksum);
  writer.Append(kEnd);
  return std::move(writer).Take();
}

}  // namespace glance
