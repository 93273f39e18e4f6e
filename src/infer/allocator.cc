#include "infer/allocator.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <utility>

namespace glance {
namespace {

thread_local bool refused_since_asked = false;

// The reserve: room for tables of some thousand values and for rows of padding. XNNPACK checks the
// larger blocks itself. Blocks are handed out one after the other; the room is used again once all
// have been given back.
class Reserve {
 public:
  void* Allocate(size_t bytes) {
    const std::lock_guard lock(mutex_);
    const size_t padded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (padded < bytes || padded > bytes_.size() - used_) return nullptr;
    ++blocks_;
    return bytes_.data() + std::exchange(used_, used_ + padded);
  }

  // Returns false when `block` does not belong to the reserve.
  bool Deallocate(const void* block) {
    if (!Holds(block)) return false;
    const std::lock_guard lock(mutex_);
    if (--blocks_ == 0) used_ = 0;
    return true;
  }

  bool Holds(const void* block) const {
    return std::less_equal<>()(static_cast<const void*>(bytes_.data()), block) &&
           std::less<>()(block, static_cast<const void*>(bytes_.data() + bytes_.size()));
  }

  // What is left of the reserve from `block` on, which is at least as long as the block.
  size_t BytesFrom(const void* block) const {
    return bytes_.data() + bytes_.size() - static_cast<const std::byte*>(block);
  }

 private:
  static constexpr size_t kAlignment = 64;  // XNN_ALLOCATION_ALIGNMENT at most

  std::mutex mutex_;
  size_t used_ = 0;
  size_t blocks_ = 0;
  alignas(kAlignment) std::array<std::byte, size_t{256} * 1024> bytes_ = {};
};

constinit Reserve reserve;

void* OrReserve(void* block, size_t bytes) {
  if (block != nullptr) return block;
  refused_since_asked = true;
  return reserve.Allocate(bytes);
}

void* Allocate(void* /*context*/, size_t bytes) { return OrReserve(std::malloc(bytes), bytes); }

void Deallocate(void* /*context*/, void* block) {
  if (!reserve.Deallocate(block)) std::free(block);
}

// Moves a block of the reserve to where there is more.
void* MoveFromReserve(void* block, size_t bytes) {
  void* const moved = OrReserve(std::malloc(bytes), bytes);
  if (moved == nullptr) return nullptr;
  std::copy_n(static_cast<const std::byte*>(block), std::min(bytes, reserve.BytesFrom(block)),
              static_cast<std::byte*>(moved));
  reserve.Deallocate(block);
  return moved;
}

void* Reallocate(void* /*context*/, void* block, size_t bytes) {
  if (block == nullptr) return Allocate(nullptr, bytes);
  if (reserve.Holds(block)) return MoveFromReserve(block, bytes);
  void* const moved = std::realloc(block, bytes);
  refused_since_asked |= moved == nullptr;
  return moved;
}

void* AlignedAllocate(void* /*context*/, size_t alignment, size_t bytes) {
  void* block = nullptr;
  return OrReserve(posix_memalign(&block, alignment, bytes) == 0 ? block : nullptr, bytes);
}

}  // namespace

const xnn_allocator kXnnpackAllocator = {
    .context = nullptr,
    .allocate = Allocate,
    .reallocate = Reallocate,
    .deallocate = Deallocate,
    .aligned_allocate = AlignedAllocate,
    .aligned_deallocate = Deallocate,
};

bool WasMemoryRefused() { return std::exchange(refused_since_asked, false); }

}  // namespace glance
