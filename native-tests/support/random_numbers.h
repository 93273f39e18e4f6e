// Numbers from a fixed seed, the same on every machine (std::uniform_* are not).
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace glance::test {

class RandomNumbers {
 public:
  explicit RandomNumbers(uint32_t seed) : engine_(seed) {}

  // low..high, both included.
  uint32_t Int(uint32_t low, uint32_t high) {
    return low + static_cast<uint32_t>(engine_() % (uint64_t{high} - low + 1));
  }
  bool Bool() { return Int(0, 1) == 1; }

  // low..high, a multiple of (high - low) / 2^24.
  float Float(float low, float high) {
    constexpr float kSteps = 1 << 24;
    return low + (high - low) * (static_cast<float>(engine_() >> 8) / kSteps);
  }
  std::vector<float> Floats(size_t count, float low = -1, float high = 1) {
    std::vector<float> values(count);
    for (float& value : values) value = Float(low, high);
    return values;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace glance::test
