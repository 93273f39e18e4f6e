#include "base/sha256.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace glance {
namespace {

constexpr size_t kBlockBytes = 64;
constexpr size_t kLengthBytes = 8;  // The message's length in bits, at the end of the last block.
constexpr size_t kRounds = 64;

using State = std::array<uint32_t, 8>;

// The first 32 bits of the fractions of the square roots of the first 8 primes.
constexpr State kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// The same of the cube roots of the first 64 primes.
constexpr std::array<uint32_t, kRounds> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// 64 words: the block's 16, big-endian, and what the standard's schedule makes of them.
std::array<uint32_t, kRounds> Schedule(const uint8_t* block) {
  std::array<uint32_t, kRounds> words{};
  for (size_t i = 0; i < 16; ++i, block += 4) {
    words[i] = uint32_t{block[0]} << 24 | uint32_t{block[1]} << 16 | uint32_t{block[2]} << 8 |
               uint32_t{block[3]};
  }
  for (size_t i = 16; i < kRounds; ++i) {
    const uint32_t near = words[i - 2];
    const uint32_t far = words[i - 15];
    words[i] = (std::rotr(near, 17) ^ std::rotr(near, 19) ^ near >> 10) + words[i - 7] +
               (std::rotr(far, 7) ^ std::rotr(far, 18) ^ far >> 3) + words[i - 16];
  }
  return words;
}

// One block of kBlockBytes bytes. The letters are the standard's.
void Compress(const uint8_t* block, State& state) {
  const auto words = Schedule(block);
  auto [a, b, c, d, e, f, g, h] = state;
  for (size_t i = 0; i < kRounds; ++i) {
    const uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                           ((e & f) ^ (~e & g)) + kRoundConstants[i] + words[i];
    const uint32_t second =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  const State step = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < state.size(); ++i) state[i] += step[i];
}

// What is left of the message, a one bit, zeros, and the length: one block or two.
void CompressEnd(ByteSpan rest, uint64_t message_bits, State& state) {
  std::array<uint8_t, 2 * kBlockBytes> padded{};
  std::copy(rest.begin(), rest.end(), padded.begin());
  padded[rest.size()] = 0x80;
  const size_t end = rest.size() + 1 + kLengthBytes <= kBlockBytes ? kBlockBytes : 2 * kBlockBytes;
  for (size_t i = 0; i < kLengthBytes; ++i) {
    padded[end - 1 - i] = static_cast<uint8_t>(message_bits >> (8 * i));
  }
  for (size_t at = 0; at < end; at += kBlockBytes) Compress(padded.data() + at, state);
}

std::string Hex(const State& state) {
  std::string text;
  for (const uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
  }
  return text;
}

}  // namespace

std::string Sha256Hex(ByteSpan bytes) {
  State state = kInitial;
  const uint64_t message_bits = uint64_t{bytes.size()} * 8;
  while (bytes.size() >= kBlockBytes) {
    Compress(bytes.data(), state);
    bytes = bytes.subspan(kBlockBytes);
  }
  CompressEnd(bytes, message_bits, state);
  return Hex(state);
}

}  // namespace glance
