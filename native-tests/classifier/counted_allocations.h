// The blocks of memory that the program asks for; it is linked with the allocator's functions
// wrapped.
#pragma once

#include <cstddef>
#include <cstdint>

namespace glance::test {

// How many were asked for since the program started.
size_t AllocationCount();

// How many are there now.
int64_t LiveBlockCount();

// Refuses the `n`th block from now on (1 is the next), not counting those of operator new, which
// has no way to say no; 0 refuses none. Until then nothing of an earlier call holds.
void RefuseAllocation(size_t n);

// Whether RefuseAllocation's block was asked for.
bool WasAllocationRefused();

}  // namespace glance::test
