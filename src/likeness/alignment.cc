// Gauss-Newton steps (Lucas and Kanade) on squares of 8, 16 and 32 pixels: six numbers of the map
// and two of brightness and contrast. Pixels that differ much, such as the corners of a turned
// picture, count little. Two petals before a dark background can be laid over each other well, so
// edges and texture have to agree too.
#include "likeness/alignment.h"

#include <algorithm>
#include <cmath>

namespace glance {
namespace {

constexpr size_t kUnknowns = 8;
using Unknowns = std::array<float, kUnknowns>;

// A square picture of floats.
struct Square {
  size_t side = kThumbnailSide;
  std::array<float, kThumbnailSide * kThumbnailSide> values;
};

Square SquareOf(Thumbnail thumbnail, int form) {
  Square square;
  for (size_t y = 0; y < kThumbnailSide; ++y) {
    for (size_t x = 0; x < kThumbnailSide; ++x) {
      square.values[y * kThumbnailSide + x] = thumbnail[PixelOfForm(form, kThumbnailSide, x, y)];
    }
  }
  return square;
}

Square Halved(const Square& square) {
  Square half{.side = square.side / 2, .values = {}};
  for (size_t y = 0; y < half.side; ++y) {
    for (size_t x = 0; x < half.side; ++x) {
      const float* pixel = &square.values[2 * y * square.side + 2 * x];
      half.values[y * half.side + x] =
          (pixel[0] + pixel[1] + pixel[square.side] + pixel[square.side + 1]) / 4;
    }
  }
  return half;
}

// A value between pixels and how it changes to the right and down.
struct Sample {
  float value, right, down;
};

// At (x, y) from the first pixel's centre; false beyond the outermost centres by more than half a
// pixel.
inline bool Take(const Square& square, float x, float y, Sample& sample) {
  const float last = static_cast<float>(square.side) - 1;
  if (!(x >= -0.5f && y >= -0.5f && x <= last + 0.5f && y <= last + 0.5f)) return false;
  x = std::clamp(x, 0.0f, last - 0.001f);
  y = std::clamp(y, 0.0f, last - 0.001f);
  const auto column = static_cast<size_t>(x), row = static_cast<size_t>(y);
  const float* pixel = &square.values[row * square.side + column];
  const float dx = x - static_cast<float>(column), dy = y - static_cast<float>(row);
  const float upper = pixel[1] - pixel[0];
  const float lower = pixel[square.side + 1] - pixel[square.side];
  const float left = pixel[square.side] - pixel[0];
  const float right = pixel[square.side + 1] - pixel[1];
  sample = {pixel[0] + dx * upper + dy * (left + dx * (right - left)), upper + dy * (lower - upper),
            left + dx * (right - left)};
  return true;
}

// The symmetric system of the least squares.
struct System {
  std::array<std::array<float, kUnknowns>, kUnknowns> matrix{};
  Unknowns right{};

  void Add(const Unknowns& row, float value, float weight) {
    for (size_t i = 0; i < kUnknowns; ++i) {
      const float scaled = weight * row[i];
      // All of the row: a vector is quicker than the half.
      for (size_t j = 0; j < kUnknowns; ++j) matrix[i][j] += scaled * row[j];
      right[i] += scaled * value;
    }
  }

  // By Cholesky's decomposition; false when the pixels do not say enough.
  bool Solve(Unknowns& solution) {
    for (size_t i = 0; i < kUnknowns; ++i) matrix[i][i] = matrix[i][i] * 1.001f + 1e-3f;
    for (size_t i = 0; i < kUnknowns; ++i) {
      for (size_t k = 0; k < i; ++k) {
        for (size_t j = i; j < kUnknowns; ++j) matrix[i][j] -= matrix[k][i] * matrix[k][j];
      }
      if (!(matrix[i][i] > 0)) return false;
      const float root = std::sqrt(matrix[i][i]);
      for (size_t j = i; j < kUnknowns; ++j) matrix[i][j] /= root;
    }
    for (size_t i = 0; i < kUnknowns; ++i) {
      for (size_t k = 0; k < i; ++k) right[i] -= matrix[k][i] * right[k];
      right[i] /= matrix[i][i];
    }
    for (size_t i = kUnknowns; i-- > 0;) {
      for (size_t k = i + 1; k < kUnknowns; ++k) right[i] -= matrix[i][k] * solution[k];
      solution[i] = right[i] / matrix[i][i];
    }
    return true;
  }
};

// Calls visit(pixel, x, y, value, sample) with a pixel of `first`, its place from the middle as a
// multiple of the side, and what `second` shows there.
template <typename Visit>
void ForEachPixel(const Square& first, const Square& second, const Alignment& at, Visit visit) {
  const auto side = static_cast<float>(first.side);
  const float middle = (side - 1) / 2;
  const float unit = static_cast<float>(kThumbnailSide) / side;
  const auto& map = at.map;
  for (size_t row = 0; row < first.side; ++row) {
    const float y = static_cast<float>(row) - middle;
    for (size_t column = 0; column < first.side; ++column) {
      const float x = static_cast<float>(column) - middle;
      Sample sample;
      if (!Take(second, map[0] * x + map[1] * y + map[2] / unit + middle,
                map[3] * x + map[4] * y + map[5] / unit + middle, sample)) {
        continue;
      }
      const size_t pixel = row * first.side + column;
      visit(pixel, x / side, y / side, first.values[pixel], sample);
    }
  }
}

// What differs by this much counts half.
constexpr float kHalfWeight = 24;
float WeightOf(float difference) {
  const float part = difference / kHalfWeight;
  return 1 / (1 + part * part);
}

bool Step(const Square& first, const Square& second, Alignment& at) {
  System system;
  size_t pixels = 0;
  const auto side = static_cast<float>(first.side);
  ForEachPixel(first, second, at, [&](size_t, float x, float y, float value, const Sample& sample) {
    const float difference = value - at.gain * sample.value - at.offset;
    const float right = at.gain * sample.right * side, down = at.gain * sample.down * side;
    system.Add({right * x, right * y, right, down * x, down * y, down, sample.value, 1}, difference,
               WeightOf(difference));
    ++pixels;
  });
  constexpr float kLeastOverlap = 0.4f;
  Unknowns change;
  if (static_cast<float>(pixels) < kLeastOverlap * side * side || !system.Solve(change)) {
    return false;
  }
  constexpr auto kUnit = static_cast<float>(kThumbnailSide);
  for (const size_t i : {0, 1, 3, 4}) at.map[i] += change[i];
  for (const size_t i : {2, 5}) at.map[i] += change[i] * kUnit;
  at.gain += change[6];
  at.offset += change[7];
  return true;
}

void Compare(const Square& first, const Square& second, Alignment& at) {
  float weights = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  size_t pixels = 0;
  ForEachPixel(first, second, at, [&](size_t, float, float, float value, const Sample& sample) {
    const float weight = WeightOf(value - at.gain * sample.value - at.offset);
    ++pixels;
    weights += weight;
    a += weight * value;
    b += weight * sample.value;
    aa += weight * value * value;
    bb += weight * sample.value * sample.value;
    ab += weight * value * sample.value;
  });
  const float variance = (aa - a * a / weights) * (bb - b * b / weights);
  at.overlap = static_cast<float>(pixels) / static_cast<float>(first.side * first.side);
  at.agreement = variance > 0 ? (ab - a * b / weights) / std::sqrt(variance) : 0;
  at.agreement *= weights / static_cast<float>(pixels);
}

// Up to `steps`, until nothing changes; false when what both show is too little.
bool Refine(const Square& first, const Square& second, int steps, Alignment& at) {
  constexpr float kStill = 5e-3f;
  for (int i = 0; i < steps; ++i) {
    const auto before = at.map;
    if (!Step(first, second, at)) return false;
    float change = 0;
    for (size_t j = 0; j < before.size(); ++j) {
      change = std::max(change, std::abs(at.map[j] - before[j]));
    }
    if (change < kStill) break;
  }
  Compare(first, second, at);
  return true;
}

// Sums of the values, in quarters, above and left of each corner of a pixel, and of their squares.
struct Integral {
  static constexpr float kUnit = 4;
  static constexpr size_t kCorners = kThumbnailSide + 1;
  using Sums = std::array<int32_t, kCorners * kCorners>;
  Sums sums{}, squares{};

  explicit Integral(const Square& square) {
    for (size_t y = 0; y < kThumbnailSide; ++y) {
      int32_t sum = 0, square_sum = 0;
      for (size_t x = 0; x < kThumbnailSide; ++x) {
        const auto value = static_cast<int32_t>(kUnit * square.values[y * kThumbnailSide + x]);
        sum += value;
        square_sum += value * value;
        const size_t corner = (y + 1) * kCorners + x + 1;
        sums[corner] = sums[corner - kCorners] + sum;
        squares[corner] = squares[corner - kCorners] + square_sum;
      }
    }
  }
  // Of columns left..right - 1 and rows top..bottom - 1.
  static float Of(const Sums& sums, size_t left, size_t top, size_t right, size_t bottom) {
    const auto at = [&](size_t x, size_t y) { return sums[y * kCorners + x]; };
    return static_cast<float>(at(right, bottom) - at(left, bottom) - at(right, top) +
                              at(left, top));
  }
};

// What is left of a thumbnail when its light and dark are made even: of each pixel the difference
// from the mean of 5 x 5 pixels, as a multiple of their standard deviation. Noise stays small.
Square DetailOf(const Square& square) {
  constexpr size_t kReach = 2;
  constexpr float kNoise = 16 * Integral::kUnit * Integral::kUnit;
  const Integral integral(square);
  Square detail;
  for (size_t y = 0; y < kThumbnailSide; ++y) {
    const size_t top = y - std::min(y, kReach), bottom = std::min(y + kReach + 1, kThumbnailSide);
    for (size_t x = 0; x < kThumbnailSide; ++x) {
      const size_t left = x - std::min(x, kReach), right = std::min(x + kReach + 1, kThumbnailSide);
      const auto count = static_cast<float>((right - left) * (bottom - top));
      const float mean = Integral::Of(integral.sums, left, top, right, bottom) / count;
      const float squares = Integral::Of(integral.squares, left, top, right, bottom) / count;
      const size_t at = y * kThumbnailSide + x;
      const float variance = std::max(0.0f, squares - mean * mean);
      detail.values[at] =
          (Integral::kUnit * square.values[at] - mean) / std::sqrt(variance + kNoise);
    }
  }
  return detail;
}

// False also for a contrast of 0, by which nothing can be divided.
bool HasUsualContrast(const Alignment& at) { return at.gain >= 0.4f && at.gain <= 2.5f; }

// The correlation of the details of `first` and of `second` laid over it. Where the second shows
// nothing, windows of pixels beside it see the first.
float DetailAgreement(const Square& first, const Square& second, const Alignment& at) {
  if (!HasUsualContrast(at)) return 0;
  Square laid{.values = {}};
  std::array<bool, kThumbnailSide * kThumbnailSide> is_seen{};
  for (size_t i = 0; i < laid.values.size(); ++i) {
    laid.values[i] = std::clamp((first.values[i] - at.offset) / at.gain, 0.0f, 255.0f);
  }
  ForEachPixel(first, second, at, [&](size_t pixel, float, float, float, const Sample& sample) {
    laid.values[pixel] = sample.value;
    is_seen[pixel] = true;
  });
  const Square a = DetailOf(first), b = DetailOf(laid);
  float aa = 0, bb = 0, ab = 0;
  for (size_t i = 0; i < is_seen.size(); ++i) {
    if (!is_seen[i]) continue;
    aa += a.values[i] * a.values[i];
    bb += b.values[i] * b.values[i];
    ab += a.values[i] * b.values[i];
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

// Steps, and the agreement below which a pair is given up after them: 680 photographs, 3,420 parts
// of them and 2,700 changed copies were tried (tools/measure_likeness.py).
struct Stage {
  size_t square;  // 1: 16 pixels, 2: 8
  int steps;
  float least;
};
constexpr Stage kStages[] = {{2, 4, 0.55f}, {1, 2, 0.6f}, {1, 4, 0.68f}};
constexpr float kLeastDetailBeforeLast = 0.6f;
constexpr int kLastSteps = 3;
constexpr float kLeastAgreement = 0.6f, kLeastDetail = 0.78f;
constexpr float kMostTurn = 0.28f;  // about 12 degrees in a picture of 4 : 3

}  // namespace

Alignment Align(Thumbnail first, Thumbnail second, int form, const AlignmentMap& start) {
  std::array<Square, 3> a, b;
  a[0] = SquareOf(first, 0);
  b[0] = SquareOf(second, form);
  for (size_t i = 1; i < a.size(); ++i) {
    a[i] = Halved(a[i - 1]);
    b[i] = Halved(b[i - 1]);
  }
  Alignment at{.map = start};
  for (const auto& [square, steps, least] : kStages) {
    if (!Refine(a[square], b[square], steps, at) || !(at.agreement >= least)) return {};
  }
  if (DetailAgreement(a[0], b[0], at) < kLeastDetailBeforeLast ||
      !Refine(a[0], b[0], kLastSteps, at) || !(at.agreement >= kLeastAgreement)) {
    return {};
  }
  at.detail = DetailAgreement(a[0], b[0], at);
  return at;
}

bool IsSamePicture(const Alignment& at) {
  const auto& map = at.map;
  const auto is_between = [](float value, float low, float high) {
    return value >= low && value <= high;
  };
  return at.agreement >= kLeastAgreement && at.detail >= kLeastDetail && HasUsualContrast(at) &&
         is_between(map[0], 0.65f, 1.55f) && is_between(map[4], 0.65f, 1.55f) &&
         is_between(map[0] / map[4], 0.75f, 1.34f) && std::abs(map[1]) <= kMostTurn &&
         std::abs(map[3]) <= kMostTurn;
}

bool IsUnmoved(const Alignment& at) {
  constexpr float kLine = 0.02f, kPixels = 0.35f;
  const auto& map = at.map;
  return std::abs(map[0] - 1) <= kLine && std::abs(map[4] - 1) <= kLine &&
         std::abs(map[1]) <= kLine && std::abs(map[3]) <= kLine && std::abs(map[2]) <= kPixels &&
         std::abs(map[5]) <= kPixels;
}

}  // namespace glance
