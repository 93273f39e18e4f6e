// A pool of worker threads, however few of them the system gives.
#pragma once

#include <cstddef>

#include "infer/handles.h"

namespace glance {

// A pool of `threads` threads, the calling one included, or of fewer where the system refuses more
// (a limit of processes, memory for stacks); none when that leaves the calling one alone.
ThreadPoolHandle MakeThreadPool(size_t threads);

}  // namespace glance
