// The bytes that the program asks for; it is linked with the allocator's functions wrapped.
#pragma once

#include <cstdint>

namespace glance::test {

// Counts anew: nothing is taken now.
void CountFromZero();

// The most bytes that were taken at a time since then.
int64_t PeakBytes();

}  // namespace glance::test
