// XNNPACK's memory. Where memory is refused XNNPACK does not always notice (it writes into planning
// tables that are not there) or say so (a convolution whose padding was refused is "created"). Its
// allocator here gives out a reserve instead, which is small, and remembers that it had to.
#pragma once

#include <xnnpack.h>

namespace glance {

// For xnn_initialize: the C library's functions, then the reserve.
extern const xnn_allocator kXnnpackAllocator;

// Whether XNNPACK was refused memory on this thread since this was asked last.
bool WasMemoryRefused();

}  // namespace glance
