// How many blocks of memory the program has asked for since it started. The program is linked with
// the allocator's functions wrapped.
#pragma once

#include <cstddef>

namespace glance::test {

size_t AllocationCount();

}  // namespace glance::test
