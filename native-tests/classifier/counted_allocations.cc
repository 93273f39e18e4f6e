#include "classifier/counted_allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<size_t> allocation_count = 0;  // threads allocate too

}  // namespace

namespace glance::test {

size_t AllocationCount() { return allocation_count; }

}  // namespace glance::test

extern "C" {
void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* block, size_t size);
int __real_posix_memalign(void** block, size_t alignment, size_t size);

void* __wrap_malloc(size_t size) {
  ++allocation_count;
  return __real_malloc(size);
}
void* __wrap_calloc(size_t count, size_t size) {
  ++allocation_count;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* block, size_t size) {
  ++allocation_count;
  return __real_realloc(block, size);
}
int __wrap_posix_memalign(void** block, size_t alignment, size_t size) {
  ++allocation_count;
  return __real_posix_memalign(block, alignment, size);
}
}

// The standard library's own is in a shared object, which is not wrapped.
void* operator new(size_t size) {
  void* block = std::malloc(size);
  if (block == nullptr) std::abort();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t /*size*/) noexcept { std::free(block); }
