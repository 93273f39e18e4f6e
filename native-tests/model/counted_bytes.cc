#include "model/counted_bytes.h"

#include <malloc.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

int64_t taken_bytes = 0;
int64_t peak_bytes = 0;

void* Taken(void* block) {
  if (block != nullptr) taken_bytes += static_cast<int64_t>(malloc_usable_size(block));
  peak_bytes = std::max(peak_bytes, taken_bytes);
  return block;
}

void GiveBack(void* block) {
  if (block != nullptr) taken_bytes -= static_cast<int64_t>(malloc_usable_size(block));
}

}  // namespace

namespace glance::test {

void CountFromZero() { taken_bytes = peak_bytes = 0; }

int64_t PeakBytes() { return peak_bytes; }

}  // namespace glance::test

extern "C" {
void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* block, size_t size);
void __real_free(void* block);

void* __wrap_malloc(size_t size) { return Taken(__real_malloc(size)); }
void* __wrap_calloc(size_t count, size_t size) { return Taken(__real_calloc(count, size)); }
void* __wrap_realloc(void* block, size_t size) {
  GiveBack(block);
  void* const moved = __real_realloc(block, size);
  return moved == nullptr && size > 0 ? (Taken(block), nullptr) : Taken(moved);
}
void __wrap_free(void* block) {
  GiveBack(block);
  __real_free(block);
}
}

// The standard library's own is in a shared object, which is not wrapped.
void* operator new(size_t size) {
  void* const block = std::malloc(size);
  if (block == nullptr) std::abort();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t /*size*/) noexcept { std::free(block); }
