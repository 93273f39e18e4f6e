#include "counted_memory.h"

#include <malloc.h>

#include <algorithm>

namespace {

size_t live_bytes = 0;
size_t peak_bytes = 0;

void Count(size_t added, size_t removed) {
  live_bytes += added;
  peak_bytes = std::max(peak_bytes, live_bytes);
  live_bytes -= std::min(removed, live_bytes);
}

}  // namespace

extern "C" {
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* block, size_t size);
void __real_free(void* block);

void* __wrap_calloc(size_t count, size_t size) {
  void* block = __real_calloc(count, size);
  Count(block == nullptr ? 0 : malloc_usable_size(block), 0);
  return block;
}
void* __wrap_realloc(void* block, size_t size) {
  Count(size, block == nullptr ? 0 : malloc_usable_size(block));
  return __real_realloc(block, size);
}
void __wrap_free(void* block) {
  Count(0, block == nullptr ? 0 : malloc_usable_size(block));
  __real_free(block);
}
}

namespace glance::test {

void CountFromZero() { live_bytes = peak_bytes = 0; }

size_t CountedPeakBytes() { return peak_bytes; }

}  // namespace glance::test
