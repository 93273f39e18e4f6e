#include "infer/guarded_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <mutex>

extern "C" {
void* __real_calloc(size_t count, size_t size);
void __real_free(void* block);
void* __wrap_calloc(size_t count, size_t size);
void __wrap_free(void* block);
}

namespace glance::test {
namespace {

struct Mapping {
  void* begin;
  size_t bytes;
};

struct Registry {
  std::mutex mutex;
  std::map<void*, Mapping> mappings;  // by the address that calloc gave
};

// Never destroyed: blocks may be freed after the end of main.
Registry& TheRegistry() {
  static auto* registry = new Registry;
  return *registry;
}

void* Guarded(size_t bytes) {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t pages = (bytes + page - 1) / page * page;
  void* begin =
      mmap(nullptr, pages + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (begin == MAP_FAILED) return nullptr;
  mprotect(static_cast<uint8_t*>(begin) + pages, page, PROT_NONE);
  void* block = static_cast<uint8_t*>(begin) + pages - bytes;
  const std::lock_guard lock(TheRegistry().mutex);
  TheRegistry().mappings[block] = {begin, pages + page};
  return block;
}

}  // namespace

size_t GuardedBlocks() {
  const std::lock_guard lock(TheRegistry().mutex);
  return TheRegistry().mappings.size();
}

}  // namespace glance::test

void* __wrap_calloc(size_t count, size_t size) {
  // Blocks of other sizes would not be aligned at their end.
  const bool floats = count == 1 && size % alignof(float) == 0;
  return floats ? glance::test::Guarded(size) : __real_calloc(count, size);
}

void __wrap_free(void* block) {
  auto& registry = glance::test::TheRegistry();
  std::unique_lock lock(registry.mutex);
  const auto found = registry.mappings.find(block);
  if (found == registry.mappings.end()) {
    lock.unlock();
    return __real_free(block);
  }
  munmap(found->second.begin, found->second.bytes);
  registry.mappings.erase(found);
}
