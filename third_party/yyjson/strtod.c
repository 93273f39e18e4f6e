// Reads decimal numbers for yyjson in WebAssembly, to save size: 14,519 bytes of the module, 12,954
// after gzip (measured when it came in). yyjson's own reader has a table of powers of ten, 10.7 KB
// that do not compress; libc's computes in 128 bits. This one divides long integers, which takes a
// microsecond for a number. Numbers are few: weights are not written in decimal. Every decimal
// becomes the nearest double, ties to even (native-tests/model/decimals_test.cc). The native build
// uses yyjson's reader.
#include "third_party/yyjson/strtod.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
  kMaxDigits = 800,  // 767 are enough to tell a double from its neighbours' middle
  kWords = 128,      // 10^1125 has 3738 bits
  kMantissaBits = 52,
  kSmallestExponent = -1074,  // the smallest double is 2^-1074
  kHighestPoint = 310,        // 10^309 is infinite
  kLowestPoint = -324,        // 10^-325 is zero
};

// A natural number: 32 bits a word, the lowest first; the highest of `count` words is not zero.
typedef struct {
  uint32_t words[kWords];
  int count;
} Natural;

static void MultiplyAdd(Natural* n, uint32_t factor, uint32_t addend) {
  uint64_t carry = addend;
  for (int i = 0; i < n->count; ++i) {
    carry += (uint64_t)n->words[i] * factor;
    n->words[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry != 0) n->words[n->count++] = (uint32_t)carry;
}

static void MultiplyByPower(Natural* n, uint32_t base, int exponent, int step) {
  uint32_t factor = 1;
  for (int i = 0; i < step; ++i) factor *= base;
  for (; exponent >= step; exponent -= step) MultiplyAdd(n, factor, 0);
  for (; exponent > 0; --exponent) MultiplyAdd(n, base, 0);
}

static void ShiftLeft(Natural* n, int bits) { MultiplyByPower(n, 2, bits, 31); }

static int BitsOf(const Natural* n) {
  return 32 * n->count - __builtin_clz(n->words[n->count - 1]);
}

// Negative, 0 or positive, as a is less than, equal to or greater than b.
static int Compare(const Natural* a, const Natural* b) {
  if (a->count != b->count) return a->count - b->count;
  for (int i = a->count - 1; i >= 0; --i) {
    if (a->words[i] != b->words[i]) return a->words[i] < b->words[i] ? -1 : 1;
  }
  return 0;
}

static void Subtract(Natural* from, const Natural* n) {
  int64_t borrow = 0;
  for (int i = 0; i < from->count; ++i) {
    borrow += (int64_t)from->words[i] - (i < n->count ? n->words[i] : 0);
    from->words[i] = (uint32_t)borrow;
    borrow >>= 32;
  }
  while (from->count > 0 && from->words[from->count - 1] == 0) --from->count;
}

// The bits of the double nearest to over / under, neither of which is zero.
static uint64_t Divide(Natural* over, Natural* under) {
  // over / under / 2^exponent stays below 1; each step doubles it and moves its whole part away.
  int exponent = BitsOf(over) - BitsOf(under) + 1;
  if (exponent < kSmallestExponent) exponent = kSmallestExponent;
  ShiftLeft(exponent < 0 ? over : under, exponent < 0 ? -exponent : exponent);
  uint64_t mantissa = 0;
  for (; mantissa >> kMantissaBits == 0 && exponent > kSmallestExponent; --exponent) {
    ShiftLeft(over, 1);
    const bool bit = Compare(over, under) >= 0;
    if (bit) Subtract(over, under);
    mantissa = 2 * mantissa + bit;
  }
  ShiftLeft(over, 1);
  const int half = Compare(over, under);
  // The highest bit of a mantissa, and a carry from rounding, add one to the exponent.
  const uint64_t bits = ((uint64_t)(exponent - kSmallestExponent) << kMantissaBits) + mantissa;
  return bits + (half > 0 || (half == 0 && bits % 2 == 1));
}

// The number is 0.DIGITS x 10^point.
typedef struct {
  Natural digits;
  int count;
  int64_t point;
} Decimal;

// Appends the digit; of those beyond kMaxDigits it remains only whether one is not zero.
static void Append(Decimal* decimal, uint32_t digit) {
  if (decimal->count > kMaxDigits || (decimal->count == kMaxDigits && digit == 0)) return;
  MultiplyAdd(&decimal->digits, 10, digit);
  ++decimal->count;
}

static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

static const char* ReadExponent(const char* text, int64_t* point) {
  const bool negative = *text == '-';
  if (*text == '-' || *text == '+') ++text;
  int64_t exponent = 0;
  for (; IsDigit(*text); ++text) {
    if (exponent < INT64_C(1000000000000)) exponent = 10 * exponent + (*text - '0');
  }
  *point += negative ? -exponent : exponent;
  return text;
}

static const char* ReadDecimal(const char* text, Decimal* decimal) {
  bool fraction = false;
  for (; IsDigit(*text) || *text == '.'; ++text) {
    if (*text == '.') {
      fraction = true;
      continue;
    }
    const bool significant = decimal->count > 0 || *text != '0';
    if (significant) Append(decimal, (uint32_t)(*text - '0'));
    decimal->point += (significant && !fraction) - (!significant && fraction);
  }
  return *text == 'e' || *text == 'E' ? ReadExponent(text + 1, &decimal->point) : text;
}

double glance_strtod(const char* text, char** end) {
  const uint64_t sign = (uint64_t)(*text == '-') << 63;
  Decimal decimal;
  decimal.digits.count = decimal.count = 0;
  decimal.point = 0;
  *end = (char*)ReadDecimal(text + (sign != 0), &decimal);
  const uint64_t infinity = UINT64_C(0x7FF) << kMantissaBits;
  uint64_t bits = 0;
  if (decimal.count > 0 && decimal.point > kHighestPoint) bits = infinity;
  if (decimal.count > 0 && decimal.point >= kLowestPoint && decimal.point <= kHighestPoint) {
    const int exponent = (int)decimal.point - decimal.count;
    Natural under = {.words = {1}, .count = 1};
    MultiplyByPower(exponent < 0 ? &under : &decimal.digits, 10,
                    exponent < 0 ? -exponent : exponent, 9);
    bits = Divide(&decimal.digits, &under);
    if (bits > infinity) bits = infinity;
  }
  bits |= sign;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
