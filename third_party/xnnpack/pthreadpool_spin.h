// Included before every source of pthreadpool in native builds. Its threads wait for each other by
// spinning a million rounds (tens of milliseconds) before they sleep. On a machine that is busy
// with something else the thread that they wait for cannot run meanwhile, and an inference of 3 ms
// took up to 800 ms. Here they sleep after about 0.1 ms, which is longer than most operations of a
// network take threads apart. It costs about 4 % on a machine that runs nothing else.
#pragma once
#include "threadpool-common.h"

#undef PTHREADPOOL_SPIN_WAIT_ITERATIONS
#define PTHREADPOOL_SPIN_WAIT_ITERATIONS 3000
