#include "image/jpeg/entropy.h"

namespace glance {
namespace {

// Damaged codes may lead up to 16 places beyond the end.
constexpr uint8_t kZigzag[64 + 16] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33,
    40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36,
    29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63};

constexpr int kSixteenZeros = 15;  // the run of a symbol without value that is no end of block

}  // namespace

int JpegZigzag(int zigzag) { return kZigzag[zigzag]; }

void JpegEntropy::Restart() {
  for (int& dc : last_dc) dc = 0;
  blocks_to_skip = 0;
}

bool JpegEntropy::TakeDc(const JpegHuffman& dc, int component) {
  bits.Refill();
  const int size = dc.Decode(bits);
  if (size < 0 || size > 15) return false;
  if (size > 0) last_dc[component] += bits.TakeSigned(size);
  // Damaged data may add up to anything.
  last_dc[component] = static_cast<int16_t>(last_dc[component]);
  return true;
}

bool JpegEntropy::Sequential(const JpegHuffman& dc, const JpegHuffman& ac, int component,
                             int16_t* block) {
  if (!TakeDc(dc, component)) return false;
  block[0] = static_cast<int16_t>(last_dc[component]);
  int k = 1;
  while (k < 64) {
    bits.Refill();
    const JpegHuffman::Short& found = ac.ShortAt(bits.Peek(JpegHuffman::kLookedUp));
    if (found.bits != 0) {
      bits.Skip(found.bits);
      k += found.run;
      block[kZigzag[k++]] = found.value;
      continue;
    }
    const int symbol = ac.Decode(bits);
    if (symbol < 0) return false;
    const int run = symbol >> 4;
    const int size = symbol & 15;
    if (size == 0) {
      if (run != kSixteenZeros) return true;
      k += 16;
    } else {
      k += run;
      block[kZigzag[k++]] = static_cast<int16_t>(bits.TakeSigned(size));
    }
  }
  is_beyond_end |= k > 64;
  return true;
}

bool JpegEntropy::FirstDc(const JpegHuffman& dc, int component, int bit, int16_t* block) {
  if (!TakeDc(dc, component)) return false;
  block[0] = static_cast<int16_t>(last_dc[component] * (1 << bit));
  return true;
}

void JpegEntropy::RefineDc(int bit, int16_t* block) {
  bits.Refill();
  if (bits.Take(1) != 0) block[0] = static_cast<int16_t>(block[0] | 1 << bit);
}

// A run of 2^n blocks and more, this one included, has no more coefficients.
void JpegEntropy::TakeRun(int bits_of_run) {
  blocks_to_skip = (1 << bits_of_run) - 1;
  if (bits_of_run > 0) blocks_to_skip += static_cast<int>(bits.Take(bits_of_run));
}

bool JpegEntropy::FirstAc(const JpegHuffman& ac, int first, int last, int bit, int16_t* block) {
  int k = first;
  while (k <= last) {
    bits.Refill();
    const JpegHuffman::Short& found = ac.ShortAt(bits.Peek(JpegHuffman::kLookedUp));
    if (found.bits != 0) {
      bits.Skip(found.bits);
      k += found.run;
      block[kZigzag[k++]] = static_cast<int16_t>(found.value * (1 << bit));
      continue;
    }
    const int symbol = ac.Decode(bits);
    if (symbol < 0) return false;
    const int run = symbol >> 4;
    const int size = symbol & 15;
    if (size == 0) {
      if (run != kSixteenZeros) {
        TakeRun(run);
        return true;
      }
      k += 16;
    } else {
      k += run;
      block[kZigzag[k++]] = static_cast<int16_t>(bits.TakeSigned(size) * (1 << bit));
    }
  }
  is_beyond_end |= k > last + 1;
  return true;
}

void JpegEntropy::RefineOne(int16_t& coefficient, int16_t bit) {
  bits.Refill();
  if (bits.Take(1) == 0 || (coefficient & bit) != 0) return;
  coefficient = static_cast<int16_t>(coefficient + (coefficient > 0 ? bit : -bit));
}

// Refines what is there until `zeros` zeros have been passed; returns the place of the next one, or
// that behind `last`.
int JpegEntropy::RefineRun(int at, int last, int zeros, int16_t bit, int16_t* block) {
  for (; at <= last; ++at) {
    int16_t& coefficient = block[kZigzag[at]];
    if (coefficient != 0) {
      RefineOne(coefficient, bit);
    } else if (zeros-- == 0) {
      break;
    }
  }
  return at;
}

bool JpegEntropy::RefineAc(const JpegHuffman& ac, int first, int last, int bit, int16_t* block) {
  const auto one = static_cast<int16_t>(1 << bit);
  int k = first;
  while (k <= last && blocks_to_skip == 0) {
    bits.Refill();
    const int symbol = ac.Decode(bits);
    const int run = symbol >> 4;
    const int size = symbol & 15;
    if (symbol < 0 || size > 1) return false;
    if (size == 0 && run != kSixteenZeros) {
      TakeRun(run);
      ++blocks_to_skip;  // this one is among those that are only refined
      break;
    }
    const int value = size == 0 ? 0 : bits.Take(1) != 0 ? one : -one;
    k = RefineRun(k, last, run, one, block);
    if (k > last) is_beyond_end = true;
    if (k <= last) block[kZigzag[k++]] = static_cast<int16_t>(value);
  }
  if (blocks_to_skip > 0) {
    RefineRun(k, last, 64, one, block);
    --blocks_to_skip;
  }
  return true;
}

}  // namespace glance
