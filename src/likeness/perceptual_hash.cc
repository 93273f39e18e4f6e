#include "likeness/perceptual_hash.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace glance {
namespace {

constexpr size_t kWaves = 8;
using Waves = std::array<std::array<float, kThumbnailSide>, kWaves>;

Waves MakeWaves() {
  Waves waves;
  for (size_t u = 0; u < kWaves; ++u) {
    for (size_t x = 0; x < kThumbnailSide; ++x) {
      waves[u][x] =
          static_cast<float>(std::cos(std::numbers::pi / kThumbnailSide *
                                      (static_cast<double>(x) + 0.5) * static_cast<double>(u)));
    }
  }
  return waves;
}

// [v][u] of the thumbnail's DCT, not scaled.
using Spectrum = std::array<std::array<float, kWaves>, kWaves>;

Spectrum SpectrumOf(Thumbnail thumbnail) {
  static const Waves kTable = MakeWaves();
  Spectrum spectrum{};
  for (size_t y = 0; y < kThumbnailSide; ++y) {
    for (size_t u = 0; u < kWaves; ++u) {
      float sum = 0;
      for (size_t x = 0; x < kThumbnailSide; ++x) {
        sum += kTable[u][x] * static_cast<float>(thumbnail[y * kThumbnailSide + x]);
      }
      for (size_t v = 0; v < kWaves; ++v) spectrum[v][u] += kTable[v][y] * sum;
    }
  }
  return spectrum;
}

// Mirroring changes the sign of odd waves, swapping the axes swaps u and v.
uint64_t HashOfForm(const Spectrum& spectrum, int form) {
  // A quarter of a grey level: less is noise, which must not set bits of flat or symmetric
  // pictures at random.
  constexpr float kClear = 64;
  uint64_t hash = 0;
  for (size_t v = 0; v < kWaves; ++v) {
    for (size_t u = 0; u < kWaves; ++u) {
      if (u + v == 0) continue;
      const bool swaps_axes = (form & kSwapsAxes) != 0;
      const size_t across = swaps_axes ? v : u, down = swaps_axes ? u : v;
      float value = spectrum[down][across];
      if ((form & kSwapsLeftAndRight) != 0 && across % 2 == 1) value = -value;
      if ((form & kSwapsTopAndBottom) != 0 && down % 2 == 1) value = -value;
      if (value > kClear) hash |= uint64_t{1} << (kWaves * v + u);
    }
  }
  return hash;
}

// Two hashes that differ in at most 7 bits have one of their 8 bytes in common.
constexpr int kBytes = 8;
static_assert(kNearBits < kBytes);
constexpr size_t kByteValues = 256;

size_t ByteOf(uint64_t hash, int byte) { return (hash >> (8 * byte)) % kByteValues; }

int FirstCommonByte(uint64_t a, uint64_t b) {
  int byte = 0;
  while (ByteOf(a ^ b, byte) != 0) ++byte;
  return byte;
}

// Pictures sorted by one byte of the hash of their first form.
struct Shelves {
  std::array<size_t, kByteValues + 1> begins{};
  Buffer<int32_t> pictures;
};

void Sort(std::span<const Hashes> hashes, int byte, Shelves& shelves) {
  std::array<size_t, kByteValues + 1> next{};
  for (const Hashes& each : hashes) ++next[ByteOf(each[0], byte) + 1];
  for (size_t i = 0; i < kByteValues; ++i) next[i + 1] += next[i];
  shelves.begins = next;
  for (size_t i = 0; i < hashes.size(); ++i) {
    shelves.pictures.data()[next[ByteOf(hashes[i][0], byte)]++] = static_cast<int32_t>(i);
  }
}

}  // namespace

Hashes HashesOf(Thumbnail thumbnail) {
  const Spectrum spectrum = SpectrumOf(thumbnail);
  Hashes hashes;
  for (int form = 0; form < kForms; ++form) {
    hashes[static_cast<size_t>(form)] = HashOfForm(spectrum, form);
  }
  return hashes;
}

Result<void> ForEachNear(std::span<const Hashes> hashes,
                         const std::function<void(const NearHashes&)>& visit) {
  Shelves shelves;
  TRY_ASSIGN(shelves.pictures, Buffer<int32_t>::Create(hashes.size()));
  for (int byte = 0; byte < kBytes; ++byte) {
    Sort(hashes, byte, shelves);
    for (size_t j = 0; j < hashes.size(); ++j) {
      for (int form = 0; form < kForms; ++form) {
        const uint64_t hash = hashes[j][static_cast<size_t>(form)];
        const size_t shelf = ByteOf(hash, byte);
        for (size_t k = shelves.begins[shelf]; k < shelves.begins[shelf + 1]; ++k) {
          const auto i = static_cast<size_t>(shelves.pictures.data()[k]);
          if (i >= j) break;
          const uint64_t other = hashes[i][0];
          if (std::popcount(hash ^ other) <= kNearBits && FirstCommonByte(hash, other) == byte) {
            visit({static_cast<int>(i), static_cast<int>(j), form});
          }
        }
      }
    }
  }
  return {};
}

}  // namespace glance
