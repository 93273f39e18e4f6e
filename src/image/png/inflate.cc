#include "image/png/inflate.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace glance {
namespace {

constexpr int kMostBits = 15;

// Bits of the stream, the lowest first.
class Bits {
 public:
  explicit Bits(ByteSource& source) : source_(source) {}

  // Afterwards at least 56 bits can be taken. Behind the data they are zeros.
  void Refill() {
    if (end_ - at_ < 8) return RefillSlowly();
    uint64_t word;
    std::memcpy(&word, at_, sizeof(word));
    bits_ |= word << count_;
    const int bytes = (63 - count_) >> 3;
    at_ += bytes;
    count_ += bytes * 8;
  }

  uint32_t Peek(int count) const {
    return static_cast<uint32_t>(bits_) & ((uint32_t{1} << count) - 1);
  }
  void Skip(int count) {
    bits_ >>= count;
    count_ -= count;
  }
  uint32_t Take(int count) {
    const uint32_t bits = Peek(count);
    Skip(count);
    return bits;
  }
  uint32_t TakeRefilled(int count) {
    Refill();
    return Take(count);
  }
  void SkipToByte() { Skip(count_ & 7); }

  // Whether bits were taken that the stream does not have.
  bool RanOut() const { return count_ < zeros_; }

 private:
  void RefillSlowly() {
    bits_ &= count_ == 0 ? 0 : ~uint64_t{0} >> (64 - count_);
    while (count_ < 56) {
      while (at_ == end_ && !ended_) {
        const ByteSpan next = source_.Next(ended_);
        at_ = next.data();
        end_ = at_ + next.size();
      }
      if (at_ == end_) {
        zeros_ += 8;
      } else {
        bits_ |= uint64_t{*at_++} << count_;
      }
      count_ += 8;
    }
  }

  ByteSource& source_;
  const uint8_t* at_ = nullptr;
  const uint8_t* end_ = nullptr;
  bool ended_ = false;
  uint64_t bits_ = 0;
  int count_ = 0;
  int zeros_ = 0;
};

// A Huffman code. Codes of a length are consecutive numbers, their first bit comes first.
class Code {
 public:
  // `lengths` by symbol, 0 for one without a code. Returns false when there are more codes than
  // fit.
  bool Build(std::span<const uint8_t> lengths) {
    looked_up_.fill(0);
    std::array<uint32_t, kMostBits + 2> counts{};
    for (const uint8_t length : lengths) ++counts[length];
    counts[0] = 0;
    std::array<uint32_t, kMostBits + 2> next_code{};
    uint32_t code = 0;
    uint32_t index = 0;
    for (int length = 1; length <= kMostBits; ++length) {
      next_code[length] = code;
      first_[length] = index - code;
      code += counts[length];
      index += counts[length];
      if (code > uint32_t{1} << length) return false;
      end_[length] = code << (kMostBits - length);
      code *= 2;
    }
    for (size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] != 0) Add(symbol, lengths[symbol], next_code[lengths[symbol]]++);
    }
    return true;
  }

  // The next symbol, or -1 when no code matches.
  int Decode(Bits& bits) const {
    const uint16_t found = looked_up_[bits.Peek(kLookedUp)];
    if (found == 0) return DecodeLong(bits);
    bits.Skip(found & 15);
    return found >> 4;
  }

 private:
  static constexpr int kLookedUp = 10;

  static uint32_t Reversed(uint32_t code, int bits) {
    uint32_t reversed = 0;
    for (int i = 0; i < bits; ++i) reversed |= ((code >> i) & 1) << (bits - 1 - i);
    return reversed;
  }

  void Add(size_t symbol, int length, uint32_t code) {
    symbols_[code + first_[length]] = static_cast<uint16_t>(symbol);
    if (length > kLookedUp) return;
    const auto found = static_cast<uint16_t>(symbol << 4 | static_cast<unsigned>(length));
    const uint32_t step = uint32_t{1} << length;
    for (uint32_t i = Reversed(code, length); i < looked_up_.size(); i += step) {
      looked_up_[i] = found;
    }
  }

  int DecodeLong(Bits& bits) const {
    const uint32_t next = Reversed(bits.Peek(kMostBits), kMostBits);
    for (int length = kLookedUp + 1; length <= kMostBits; ++length) {
      if (next >= end_[length]) continue;
      bits.Skip(length);
      return symbols_[(next >> (kMostBits - length)) + first_[length]];
    }
    return -1;
  }

  std::array<uint16_t, 1 << kLookedUp> looked_up_;  // symbol << 4 | length; 0: none, or longer
  std::array<uint32_t, kMostBits + 1> end_;         // by length: behind the last code, in 15 bits
  std::array<uint32_t, kMostBits + 1> first_;  // by length: added to a code, modulo 2^32, an index
  std::array<uint16_t, 288> symbols_;
};

// Symbols 257 to 285 and 0 to 29: the least length or distance, and how many bits are added to it.
constexpr std::array<uint16_t, 31> kLengths = {3,  4,   5,   6,   7,   8,   9,   10, 11, 13, 15,
                                               17, 19,  23,  27,  31,  35,  43,  51, 59, 67, 83,
                                               99, 115, 131, 163, 195, 227, 258, 0,  0};
constexpr int LengthBits(int symbol) { return symbol < 4 || symbol == 28 ? 0 : symbol / 4 - 1; }
constexpr int DistanceBits(int symbol) { return symbol < 2 ? 0 : symbol / 2 - 1; }
constexpr size_t LeastDistance(int symbol) {
  return symbol < 2 ? static_cast<size_t>(symbol) + 1
                    : ((size_t{2} + symbol % 2) << DistanceBits(symbol)) + 1;
}

class Inflater {
 public:
  Inflater(ByteSource& packed, std::span<uint8_t> unpacked) : bits_(packed), unpacked_(unpacked) {}

  Inflated Run() {
    InflateEnd end = ReadHeader() ? InflateEnd::kComplete : InflateEnd::kWrong;
    bool is_last = false;
    while (end == InflateEnd::kComplete && !is_last) {
      is_last = bits_.TakeRefilled(1) != 0;
      end = ReadBlock(bits_.Take(2));
      if (bits_.RanOut()) end = InflateEnd::kCut;
    }
    return {.bytes = at_, .end = end};
  }

 private:
  bool ReadHeader() {
    const uint32_t method = bits_.TakeRefilled(8);
    const uint32_t flags = bits_.Take(8);
    const bool has_dictionary = (flags & 0x20) != 0;
    return (method & 15) == 8 && (method * 256 + flags) % 31 == 0 && !has_dictionary;
  }

  InflateEnd ReadBlock(uint32_t kind) {
    if (kind == 0) return ReadStored();
    if (kind == 3 || !(kind == 1 ? UseFixedCodes() : ReadCodes())) return InflateEnd::kWrong;
    return ReadCoded();
  }

  InflateEnd ReadStored() {
    bits_.SkipToByte();
    const uint32_t length = bits_.TakeRefilled(16);
    if ((bits_.Take(16) ^ length) != 0xFFFF) return InflateEnd::kWrong;
    for (uint32_t i = 0; i < length; ++i) {
      const uint32_t byte = bits_.TakeRefilled(8);
      if (bits_.RanOut()) return InflateEnd::kCut;
      if (at_ == unpacked_.size()) return InflateEnd::kMore;
      unpacked_[at_++] = static_cast<uint8_t>(byte);
    }
    return InflateEnd::kComplete;
  }

  bool UseFixedCodes() {
    std::array<uint8_t, 288> lengths;
    std::fill_n(lengths.begin(), 144, 8);
    std::fill_n(lengths.begin() + 144, 112, 9);
    std::fill_n(lengths.begin() + 256, 24, 7);
    std::fill_n(lengths.begin() + 280, 8, 8);
    std::array<uint8_t, 32> distances;
    distances.fill(5);
    return literals_.Build(lengths) && distances_.Build(distances);
  }

  bool ReadCodes() {
    constexpr uint8_t kOrder[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    bits_.Refill();
    const uint32_t literals = bits_.Take(5) + 257;
    const uint32_t distances = bits_.Take(5) + 1;
    const uint32_t count = bits_.Take(4) + 4;
    if (literals > 286) return false;
    std::array<uint8_t, 19> of_lengths{};
    for (uint32_t i = 0; i < count; ++i) {
      of_lengths[kOrder[i]] = static_cast<uint8_t>(bits_.TakeRefilled(3));
    }
    std::array<uint8_t, 286 + 32> lengths{};
    const std::span<uint8_t> all = std::span(lengths).first(literals + distances);
    return literals_.Build(of_lengths) && ReadLengths(all) &&
           literals_.Build(all.first(literals)) && distances_.Build(all.subspan(literals));
  }

  // `literals_` is the code of the lengths, for now.
  bool ReadLengths(std::span<uint8_t> lengths) {
    size_t at = 0;
    while (at < lengths.size()) {
      bits_.Refill();
      const int symbol = literals_.Decode(bits_);
      if (symbol < 0 || bits_.RanOut()) return false;
      if (symbol < 16) {
        lengths[at++] = static_cast<uint8_t>(symbol);
        continue;
      }
      if (symbol == 16 && at == 0) return false;
      const uint8_t again = symbol == 16 ? lengths[at - 1] : uint8_t{0};
      const uint32_t times = symbol == 16   ? 3 + bits_.Take(2)
                             : symbol == 17 ? 3 + bits_.Take(3)
                                            : 11 + bits_.Take(7);
      if (times > lengths.size() - at) return false;
      std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(at), times, again);
      at += times;
    }
    return true;
  }

  // A literal takes at most 15 bits, a match 15 + 5 + 15 + 13.
  InflateEnd ReadCoded() {
    for (;;) {
      bits_.Refill();
      const int symbol = literals_.Decode(bits_);
      if (bits_.RanOut()) return InflateEnd::kCut;
      if (symbol < 0) return InflateEnd::kWrong;
      if (symbol == 256) return InflateEnd::kComplete;
      if (symbol > 256) {
        const InflateEnd end = CopyMatch(symbol - 257);
        if (end != InflateEnd::kComplete) return end;
        continue;
      }
      if (at_ == unpacked_.size()) return InflateEnd::kMore;
      unpacked_[at_++] = static_cast<uint8_t>(symbol);
    }
  }

  InflateEnd CopyMatch(int symbol) {
    if (symbol > 28) return InflateEnd::kWrong;
    size_t length = kLengths[symbol] + bits_.Take(LengthBits(symbol));
    const int distance_symbol = distances_.Decode(bits_);
    if (distance_symbol < 0 || distance_symbol > 29) return InflateEnd::kWrong;
    const size_t distance =
        LeastDistance(distance_symbol) + bits_.Take(DistanceBits(distance_symbol));
    if (bits_.RanOut()) return InflateEnd::kCut;
    if (distance > at_) return InflateEnd::kWrong;
    const size_t room = unpacked_.size() - at_;
    const bool fits = length <= room;
    if (!fits) length = room;
    Copy(distance, length);
    return fits ? InflateEnd::kComplete : InflateEnd::kMore;
  }

  void Copy(size_t distance, size_t length) {
    uint8_t* to = unpacked_.data() + at_;
    const uint8_t* from = to - distance;
    at_ += length;
    constexpr size_t kStep = 8;
    if (distance >= kStep && unpacked_.size() - at_ >= kStep) {
      // Up to seven bytes too many, which what follows overwrites.
      for (size_t i = 0; i < length; i += kStep) std::memcpy(to + i, from + i, kStep);
      return;
    }
    for (size_t i = 0; i < length; ++i) to[i] = from[i];
  }

  Bits bits_;
  std::span<uint8_t> unpacked_;
  size_t at_ = 0;
  Code literals_, distances_;
};

}  // namespace

Inflated Inflate(ByteSource& packed, std::span<uint8_t> unpacked) {
  return Inflater(packed, unpacked).Run();
}

}  // namespace glance
