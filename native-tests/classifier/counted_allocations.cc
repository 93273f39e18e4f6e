#include "classifier/counted_allocations.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

namespace {

// Threads allocate too.
std::atomic<size_t> allocation_count = 0;
std::atomic<int64_t> live_block_count = 0;
std::atomic<size_t> left_until_refused = 0;
std::atomic<bool> was_refused = false;

// Counts a block; false when it is to be refused.
bool MayAllocate() {
  ++allocation_count;
  if (left_until_refused == 0 || --left_until_refused > 0) return true;
  was_refused = true;
  return false;
}

template <typename Block>
Block* Live(Block* block) {
  if (block != nullptr) ++live_block_count;
  return block;
}

}  // namespace

namespace glance::test {

size_t AllocationCount() { return allocation_count; }

int64_t LiveBlockCount() { return live_block_count; }

void RefuseAllocation(size_t n) {
  left_until_refused = n;
  was_refused = false;
}

bool WasAllocationRefused() { return was_refused; }

}  // namespace glance::test

extern "C" {
void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* block, size_t size);
int __real_posix_memalign(void** block, size_t alignment, size_t size);
void __real_free(void* block);

void* __wrap_malloc(size_t size) { return MayAllocate() ? Live(__real_malloc(size)) : nullptr; }
void* __wrap_calloc(size_t count, size_t size) {
  return MayAllocate() ? Live(__real_calloc(count, size)) : nullptr;
}
void* __wrap_realloc(void* block, size_t size) {
  if (!MayAllocate()) return nullptr;
  void* const moved = __real_realloc(block, size);
  return block == nullptr ? Live(moved) : moved;
}
int __wrap_posix_memalign(void** block, size_t alignment, size_t size) {
  if (!MayAllocate()) return ENOMEM;
  const int error = __real_posix_memalign(block, alignment, size);
  if (error == 0) ++live_block_count;
  return error;
}
void __wrap_free(void* block) {
  if (block != nullptr) --live_block_count;
  __real_free(block);
}
}

// The standard library's own is in a shared object, which is not wrapped.
void* operator new(size_t size) {
  ++allocation_count;
  void* const block = Live(__real_malloc(size));
  if (block == nullptr) std::abort();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t /*size*/) noexcept { std::free(block); }
