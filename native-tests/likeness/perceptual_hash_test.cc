#include "likeness/perceptual_hash.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>
#include <tuple>

#include "support/random_numbers.h"

namespace glance {
namespace {

constexpr size_t kPixels = kThumbnailSide * kThumbnailSide;
using Pixels = std::array<uint8_t, kPixels>;

Pixels RandomPixels(uint32_t seed) {
  test::RandomNumbers random(seed);
  Pixels pixels;
  for (uint8_t& pixel : pixels) pixel = static_cast<uint8_t>(random.Int(0, 255));
  return pixels;
}

Pixels Turned(const Pixels& pixels, int form) {
  Pixels turned;
  for (size_t y = 0; y < kThumbnailSide; ++y) {
    for (size_t x = 0; x < kThumbnailSide; ++x) {
      turned[y * kThumbnailSide + x] = pixels[PixelOfForm(form, kThumbnailSide, x, y)];
    }
  }
  return turned;
}

// The type-II DCT as textbooks write it.
uint64_t NaiveHash(const Pixels& pixels) {
  constexpr double kPi = 3.14159265358979323846;
  const auto wave = [](size_t place, size_t waves) {
    return std::cos(kPi / 32 * (static_cast<double>(place) + 0.5) * static_cast<double>(waves));
  };
  uint64_t hash = 0;
  for (size_t v = 0; v < 8; ++v) {
    for (size_t u = 0; u < 8; ++u) {
      double sum = 0;
      for (size_t y = 0; y < 32; ++y) {
        for (size_t x = 0; x < 32; ++x) sum += pixels[y * 32 + x] * wave(x, u) * wave(y, v);
      }
      if (u + v > 0 && sum > 64) hash |= uint64_t{1} << (8 * v + u);
    }
  }
  return hash;
}

TEST(PixelOfForm, TurnsASquareOfTwo) {
  const auto turned = [](int form) {
    std::string text;
    for (const auto& [x, y] : {std::pair(0, 0), {1, 0}, {0, 1}, {1, 1}}) {
      text += "abcd"[PixelOfForm(form, 2, static_cast<size_t>(x), static_cast<size_t>(y))];
    }
    return text;
  };
  EXPECT_EQ(turned(0), "abcd");
  EXPECT_EQ(turned(kSwapsLeftAndRight), "badc");
  EXPECT_EQ(turned(kSwapsTopAndBottom), "cdab");
  EXPECT_EQ(turned(kSwapsAxes), "acbd");
  EXPECT_EQ(turned(kSwapsTopAndBottom | kSwapsAxes), "cadb");  // a quarter clockwise
}

TEST(Hashes, FirstIsThatOfTheNaiveTransform) {
  for (uint32_t seed = 0; seed < 8; ++seed) {
    const Pixels pixels = RandomPixels(seed);
    EXPECT_LE(std::popcount(HashesOf(pixels)[0] ^ NaiveHash(pixels)), 1) << seed;
  }
}

TEST(Hashes, OneWaveIsOneBit) {
  Pixels pixels;
  for (size_t i = 0; i < kPixels; ++i) {
    const double x = static_cast<double>(i % kThumbnailSide) + 0.5;
    pixels[i] = static_cast<uint8_t>(std::lround(128 + 80 * std::cos(x * 3.14159265 / 32)));
  }
  EXPECT_EQ(HashesOf(pixels)[0], uint64_t{1} << 1);
  EXPECT_EQ(HashesOf(pixels)[kSwapsLeftAndRight], 0u);
  EXPECT_EQ(HashesOf(pixels)[kSwapsAxes], uint64_t{1} << 8);
}

TEST(Hashes, OfEachFormAreThoseOfTheTurnedPicture) {
  const Pixels pixels = RandomPixels(9);
  for (int form = 0; form < kForms; ++form) {
    const uint64_t turned = HashesOf(Turned(pixels, form))[0];
    EXPECT_LE(std::popcount(HashesOf(pixels)[static_cast<size_t>(form)] ^ turned), 1) << form;
  }
}

TEST(Hashes, OfFlatPicturesAreZero) {
  Pixels pixels;
  for (const int level : {0, 90, 255}) {
    pixels.fill(static_cast<uint8_t>(level));
    for (const uint64_t hash : HashesOf(pixels)) EXPECT_EQ(hash, 0u);
  }
}

TEST(NearHashes, AreThoseThatALoopOverAllPairsFinds) {
  test::RandomNumbers random(3);
  const auto number = [&] { return uint64_t{random.Int(0, ~0u)} << 32 | random.Int(0, ~0u); };
  std::vector<Hashes> hashes(150);
  for (size_t i = 0; i < hashes.size(); ++i) {
    for (uint64_t& hash : hashes[i]) hash = number();
    if (i % 3 == 0) continue;
    // Near the one before in some form, by 0 to 9 bits.
    const int form = static_cast<int>(random.Int(0, kForms - 1));
    uint64_t changed = hashes[i - 1][0];
    for (uint32_t bits = random.Int(0, 9); bits > 0; --bits) {
      changed ^= uint64_t{1} << random.Int(0, 63);
    }
    hashes[i][static_cast<size_t>(form)] = changed;
  }
  using Near = std::tuple<int, int, int>;
  std::set<Near> expected;
  for (int j = 0; j < 150; ++j) {
    for (int i = 0; i < j; ++i) {
      for (int form = 0; form < kForms; ++form) {
        const uint64_t turned = hashes[static_cast<size_t>(j)][static_cast<size_t>(form)];
        if (std::popcount(hashes[static_cast<size_t>(i)][0] ^ turned) <= kNearBits) {
          expected.insert({i, j, form});
        }
      }
    }
  }
  std::vector<Near> found;
  const auto visit = [&](const NearHashes& near) {
    found.emplace_back(near.first, near.second, near.form);
  };
  ASSERT_TRUE(ForEachNear(hashes, visit).has_value());
  EXPECT_GT(expected.size(), 50u);
  EXPECT_EQ(std::set<Near>(found.begin(), found.end()), expected);
  EXPECT_EQ(found.size(), expected.size());  // each once
}

}  // namespace
}  // namespace glance
