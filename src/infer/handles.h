// Owning handles for XNNPACK's C objects, and its status codes as errors.
#pragma once

#include <pthreadpool.h>
#include <xnnpack.h>

#include <memory>
#include <string>
#include <type_traits>

#include "base/error_codes.h"
#include "base/result.h"
#include "infer/allocator.h"

namespace glance {

struct SubgraphDeleter {
  void operator()(xnn_subgraph_t subgraph) const { xnn_delete_subgraph(subgraph); }
};
struct RuntimeDeleter {
  void operator()(xnn_runtime_t runtime) const { xnn_delete_runtime(runtime); }
};
struct ThreadPoolDeleter {
  void operator()(pthreadpool_t pool) const { pthreadpool_destroy(pool); }
};
using SubgraphHandle = std::unique_ptr<xnn_subgraph, SubgraphDeleter>;
using RuntimeHandle = std::unique_ptr<xnn_runtime, RuntimeDeleter>;
using ThreadPoolHandle = std::unique_ptr<std::remove_pointer_t<pthreadpool_t>, ThreadPoolDeleter>;

// Turns the status of `call` into success, memory/exhausted or infer/backend. It is
// memory/exhausted whenever memory was refused, also where XNNPACK reports success. Put what the
// call made into its handle first: XNNPACK may have made it although the call failed.
inline Result<void> CheckStatus(xnn_status status, const char* call) {
  const bool was_refused = WasMemoryRefused();
  if (status == xnn_status_success && !was_refused) return {};
  if (status == xnn_status_out_of_memory || was_refused) {
    return Fail(error_code::kMemoryExhausted, {"not enough memory for ", call});
  }
  return Fail(error_code::kInferBackend,
              {call, " failed with XNNPACK status ", static_cast<int>(status)});
}

}  // namespace glance
