#include "image/png/stream.h"

#include <algorithm>
#include <array>
#include <utility>

#include "image/bytes.h"
#include "image/png/chunks.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kNoChecksum = "\0\0\0\0"sv;
constexpr std::string_view kEndChunk = "\0\0\0\0IEND\0\0\0\0"sv;
constexpr uint64_t kChunkFrameBytes = 12;

std::array<uint8_t, 4> BigEndian(uint32_t value) {
  return {static_cast<uint8_t>(value >> 24), static_cast<uint8_t>(value >> 16),
          static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
}

// ReadPngStructure walked the same file, so no step can fail here.
void AppendImageData(StreamWriter& writer, ByteSpan file) {
  PngChunkReader reader(file);
  for (auto chunk = reader.Next(); chunk && chunk->type != "IEND"; chunk = reader.Next()) {
    if (chunk->type == "IDAT") writer.Append(chunk->data);
  }
}

}  // namespace

uint64_t PngStreamBytes(const PngStructure& png) {
  return kPngSignature.size() + png.header_chunk.whole.size() + png.palette_chunk.size() +
         kChunkFrameBytes + png.compressed_bytes + kEndChunk.size();
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
  writer.Append(kEndChunk);
  return std::move(writer).Take();
}

namespace {

// stb_image's first guess for the unpacked rows.
uint64_t GuessedBytes(const PngHeader& png) {
  const uint64_t bytes_of_one_channel = (uint64_t{png.width_px} * png.bit_depth + 7) / 8;
  return (bytes_of_one_channel * png.channels + 1) * png.height_px;
}

// The guess is too small for narrow interlaced pictures; the block is then doubled until it fits.
uint64_t UnpackedCapacity(const PngHeader& png) {
  uint64_t capacity = GuessedBytes(png);
  while (capacity < PngFilteredBytes(png)) capacity *= 2;
  return capacity;
}

// Counts the blocks of stb_image 2.30's PNG path. Its stages follow one another, so the peak is
// that of the largest stage. Tables and headers of a few kilobytes are not counted.
uint64_t PeakBytes(const PngStructure& png, uint64_t capacity, bool turned) {
  const PngHeader& header = png.header;
  const uint64_t pixels = uint64_t{header.width_px} * header.height_px;
  const uint64_t sample_bytes = header.bit_depth == 16 ? 2 : 1;
  const uint64_t decoded_pixel = header.channels * sample_bytes;
  const uint64_t decoded = pixels * decoded_pixel;

  // Growing keeps the old block, half the size, until its content is copied.
  const uint64_t growing = capacity > GuessedBytes(header) ? capacity / 2 : 0;
  const uint64_t unpacking = std::max<uint64_t>(png.compressed_bytes, 4096) + capacity + growing;
  const uint64_t two_rows = uint64_t{2} * header.width_px * decoded_pixel;
  const uint64_t largest_pass = header.interlaced ? (uint64_t{header.height_px} + 1) / uint64_t{2} *
                                                        header.width_px * decoded_pixel
                                                  : 0;
  const uint64_t unfiltering = capacity + decoded + largest_pass + two_rows;
  const uint64_t applying_palette = header.has_palette ? capacity + decoded + pixels * 3 : 0;
  const uint64_t to_three_channels = header.channels != 3 ? decoded + pixels * 3 * sample_bytes : 0;
  const uint64_t to_eight_bits = sample_bytes == 2 ? pixels * 6 + pixels * 3 : 0;
  const uint64_t turning = turned ? pixels * 6 : 0;
  return PngStreamBytes(png) + std::max({unpacking, unfiltering, applying_palette,
                                         to_three_channels, to_eight_bits, turning});
}

}  // namespace

PngMemoryPlan PlanPngMemory(const PngStructure& png, bool turned, const DecodeLimits& limits) {
  const uint64_t capacity = UnpackedCapacity(png.header);
  // Some encoders pack more than the picture needs: one more doubling, where the budget has room.
  const bool room = PeakBytes(png, capacity * 2, turned) <= limits.max_peak_bytes;
  return {.peak_bytes = PeakBytes(png, capacity, turned),
          .unpack_limit_bytes = room ? capacity * 2 : capacity};
}

}  // namespace glance
