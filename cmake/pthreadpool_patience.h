// Included before every source of pthreadpool natively. Its threads wait for one another by spinning, a million rounds (tens
// of milliseconds) before they sleep. Where processors are busy with something else, the thread that is waited for cannot run
// meanwhile: an inference of 3 ms then took up to 800. After these rounds (about 0.1 ms, longer than most operations of a
// network differ by) they sleep, which costs about 4 % where nothing else runs.
#pragma once
#include "threadpool-common.h"

#undef PTHREADPOOL_SPIN_WAIT_ITERATIONS
#define PTHREADPOOL_SPIN_WAIT_ITERATIONS 3000
