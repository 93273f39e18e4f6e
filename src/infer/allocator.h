// XNNPACK's memory. XNNPACK does not always notice that memory was refused: it writes through the
// null pointer of a planning table, or reports success for a convolution without its padding. This
// allocator never refuses a small block: it hands out a reserve instead and remembers that it did.
#pragma once

#include <xnnpack.h>

namespace glance {

// For xnn_initialize: the C library's functions, then the reserve.
extern const xnn_allocator kXnnpackAllocator;

// Whether XNNPACK was refused memory on this thread since this was asked last.
bool WasMemoryRefused();

}  // namespace glance
