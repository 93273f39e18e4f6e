// Memory that ends where reading ends the program. The program is linked with --wrap=calloc and
// --wrap=free: every block that calloc gives, so every Buffer of the core, ends at a page that
// cannot be read.
#pragma once

#include <cstddef>

namespace glance::test {

// Blocks that are guarded now.
size_t GuardedBlocks();

}  // namespace glance::test
