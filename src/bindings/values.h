// C++ values as JavaScript's, and blocks of memory, for the files that Embind exports.
#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

using emscripten::val;

// One function for every type of value and length of name: templates of Embind's are larger.
inline void Set(val& object, const char* name, const val& value) { object.set(name, value); }
inline void Set(val& object, const char* name, double number) { Set(object, name, val(number)); }
inline void Set(val& object, const char* name, const std::string& text) {
  Set(object, name, val(text));
}
inline void Set(val& object, const char* name, const char* text) {
  Set(object, name, std::string(text));
}

inline void Push(val& list, const val& value) { list.call<void>("push", value); }
inline void Push(val& list, double number) { Push(list, val(number)); }
inline void Push(val& list, const std::string& text) { Push(list, val(text)); }

inline val Failure(const Error& error) {
  val object = val::object();
  Set(object, "ok", val(false));
  Set(object, "code", error.code);
  Set(object, "message", error.message);
  return object;
}

// A typed array with the values: a copy, since the heap moves when it grows.
template <typename T>
val ArrayOf(std::span<const T> values) {
  const val view(emscripten::typed_memory_view(values.size(), values.data()));
  return view.call<val>("slice");
}

// A whole number of at most nine digits; JavaScript's may be any others, which C++ cannot convert.
inline std::optional<int> WholeNumber(const val& value) {
  const double number = value.isNumber() ? value.as<double>() : 0.5;
  if (!(number >= -1e9 && number <= 1e9)) return std::nullopt;
  const auto whole = static_cast<int>(number);
  return whole == number ? std::optional(whole) : std::nullopt;
}

// Number of bytes -> address of a block, 0 when memory is refused.
inline uintptr_t Allocate(uint32_t byte_count) {
  return reinterpret_cast<uintptr_t>(
      std::calloc(1, size_t{byte_count} + glance::kReadablePaddingBytes));
}

// The block, which is freed with what this returns.
inline Buffer<uint8_t> TakeBlock(uintptr_t address, uint32_t byte_count) {
  return Buffer<uint8_t>::Adopt(reinterpret_cast<uint8_t*>(address),
                                byte_count);  // NOLINT(performance-no-int-to-ptr)
}

// The same, of a Float32Array.
inline Buffer<float> TakeFloats(uintptr_t address, uint32_t byte_count) {
  return Buffer<float>::Adopt(
      reinterpret_cast<float*>(address),  // NOLINT(performance-no-int-to-ptr)
      byte_count / sizeof(float));
}

// What JavaScript placed in a block as a Float32Array.
inline std::span<const float> Floats(const Buffer<uint8_t>& block) {
  return {reinterpret_cast<const float*>(block.data()), block.size() / sizeof(float)};
}

}  // namespace glance
