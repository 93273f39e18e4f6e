// A block of plain values whose size may come from input: creating one fails with a typed error
// instead of aborting, and its end is padded so that vector kernels may read past the last value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <type_traits>

#include "glance/result.h"

namespace glance {

// Bytes that may be read (never written) past the end of every Buffer. XNNPACK's XNN_EXTRA_BYTES
// is 16 (128 on Hexagon, which Glance does not target).
inline constexpr size_t kReadablePaddingBytes = 64;

// memory/exhausted, for `count` values of `value_bytes` bytes each.
Error OutOfMemory(size_t count, size_t value_bytes);

struct FreeDeleter {
  void operator()(void* pointer) const { std::free(pointer); }
};

// Owns `size()` zero-initialised values of a trivial type. Movable, not copyable. Memory comes from
// std::malloc, so that the C libraries' buffers can be adopted.
template <typename T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Buffer() = default;

  // Fails with memory/exhausted when `count` values do not fit into memory.
  static Result<Buffer> Create(size_t count) {
    constexpr size_t kMaxCount =
        (std::numeric_limits<size_t>::max() / 2 - kReadablePaddingBytes) / sizeof(T);
    void* memory = nullptr;
    if (count <= kMaxCount) memory = std::calloc(1, count * sizeof(T) + kReadablePaddingBytes);
    if (memory == nullptr) return std::unexpected(OutOfMemory(count, sizeof(T)));
    return Adopt(static_cast<T*>(memory), count);
  }

  // Fails like Create; holds a copy of `values`.
  static Result<Buffer> CopyOf(std::span<const T> values) {
    Result<Buffer> buffer = Create(values.size());
    if (buffer && !values.empty()) std::memcpy(buffer->data(), values.data(), values.size_bytes());
    return buffer;
  }

  // Takes ownership of `count` values allocated by std::malloc. Such a block has no readable
  // padding unless the caller allocated it.
  static Buffer Adopt(T* memory, size_t count) {
    Buffer buffer;
    buffer.memory_.reset(memory);
    buffer.size_ = count;
    return buffer;
  }

  // The same block as `count` values, at most size().
  Buffer First(size_t count) && { return Adopt(memory_.release(), count); }

  T* data() { return memory_.get(); }
  const T* data() const { return memory_.get(); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::span<T> span() { return {data(), size_}; }
  std::span<const T> span() const { return {data(), size_}; }

 private:
  std::unique_ptr<T, FreeDeleter> memory_;
  size_t size_ = 0;
};

using ByteSpan = std::span<const uint8_t>;

}  // namespace glance
