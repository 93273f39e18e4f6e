// The bytes that decoding asks for; the program is linked with the allocator's functions wrapped.
#pragma once

#include <cstddef>

namespace glance::test {

void CountFromZero();

// The most bytes that were taken at a time since then.
size_t CountedPeakBytes();

}  // namespace glance::test
