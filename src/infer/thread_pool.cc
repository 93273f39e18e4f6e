#include "infer/thread_pool.h"

#include <pthread.h>

#include <mutex>
#include <vector>

namespace glance {
namespace {

#ifdef __EMSCRIPTEN__
// Emscripten cannot start a worker while the caller blocks. All workers are therefore started
// before the first call, and none can be refused here.
size_t CountStartable(size_t wanted) { return wanted; }
#else
void* PassThrough(void* gate) {
  const std::lock_guard lock(*static_cast<std::mutex*>(gate));
  return nullptr;
}

// How many of `wanted` threads the system lets run at the same time. They are started and ended
// here because pthreadpool waits forever for a thread that the system refuses.
size_t CountStartable(size_t wanted) {
  std::mutex gate;
  std::vector<pthread_t> threads(wanted);
  size_t started = 0;
  {
    const std::lock_guard lock(gate);
    while (started < wanted &&
           pthread_create(&threads[started], nullptr, PassThrough, &gate) == 0) {
      ++started;
    }
  }
  for (size_t i = 0; i < started; ++i) pthread_join(threads[i], nullptr);
  return started;
}
#endif

}  // namespace

ThreadPoolHandle MakeThreadPool(size_t threads) {
  const size_t others = threads > 1 ? CountStartable(threads - 1) : 0;
  return ThreadPoolHandle(others > 0 ? pthreadpool_create(others + 1) : nullptr);
}

}  // namespace glance
