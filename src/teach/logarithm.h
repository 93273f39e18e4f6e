#pragma once

#include <cmath>
#include <numbers>

namespace glance {

// The natural logarithm of a number from 1e-37 to 1e38, to the accuracy of a double: one
// step of Halley's method from a float32 one. std::log would bring a table of 4 KB into
// WebAssembly's core.
inline double Log(double value) {
  const double guess = std::log2(static_cast<float>(value)) * std::numbers::ln2;
  const double power = std::exp(guess);
  return guess + 2 * (value - power) / (value + power);
}

}  // namespace glance
