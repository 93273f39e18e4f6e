#include "infer/network.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "base/error_codes.h"
#include "infer/allocator.h"
#include "infer/handles.h"
#include "infer/narrow_weights.h"
#include "infer/subgraph_builder.h"
#include "infer/thread_pool.h"
#include "model/budget.h"
#include "model/live_values.h"

namespace glance {

static_assert(kReadablePaddingBytes >= XNN_EXTRA_BYTES);

// Turns off operator fusion: XNNPACK would fuse two clamps whose ranges do not meet into one that
// it refuses. The value is XNN_FLAG_NO_OPERATOR_FUSION of src/xnnpack/subgraph.h, which XNNPACK
// does not install.
constexpr uint32_t kNoOperatorFusion = 0x80000000;

// Members are destroyed in reverse order: the runtime before what it points to.
struct Network::State {
  std::vector<Buffer<float>> constants;
  ThreadPoolHandle thread_pool;
  std::vector<ValueId> external_ids;            // the graph's values, the input first
  std::vector<Buffer<float>> external_buffers;  // one for each of them
  RuntimeHandle runtime;
  Graph outputs;  // only the ids of logits, features and embedding
  ValueShape features_shape;

  std::span<const float> ValueOf(ValueId id) const {
    const auto found = std::find(external_ids.begin(), external_ids.end(), id);
    if (id == kNone || found == external_ids.end()) return {};
    return external_buffers[found - external_ids.begin()].span();
  }

  Result<void> AllocateExternals(const std::vector<ValueShape>& shapes);
  Result<void> CreateRuntime(xnn_subgraph_t subgraph);
  Result<void> ConnectExternals();
};

Result<void> Network::State::AllocateExternals(const std::vector<ValueShape>& shapes) {
  for (const ValueId id : external_ids) {
    TRY_ASSIGN(auto buffer, Buffer<float>::Create(static_cast<size_t>(shapes[id].elements())));
    external_buffers.push_back(std::move(buffer));
  }
  return {};
}

Result<void> Network::State::CreateRuntime(xnn_subgraph_t subgraph) {
  xnn_runtime_t created = nullptr;
  const xnn_status status =
      xnn_create_runtime_v2(subgraph, thread_pool.get(), kNoOperatorFusion, &created);
  runtime.reset(created);
  TRY(CheckStatus(status, "xnn_create_runtime"));
  TRY(CheckStatus(xnn_reshape_runtime(created), "xnn_reshape_runtime"));
  return ConnectExternals();
}

Result<void> Network::State::ConnectExternals() {
  std::vector<xnn_external_value> values;
  values.reserve(external_buffers.size());
  for (size_t i = 0; i < external_buffers.size(); ++i) {
    values.push_back({static_cast<uint32_t>(i), external_buffers[i].data()});
  }
  return CheckStatus(xnn_setup_runtime_v2(runtime.get(), values.size(), values.data()),
                     "xnn_setup_runtime");
}

Result<Network> Network::Create(const Model& model, const NetworkOptions& options) {
  TRY_ASSIGN(const auto shapes, InferShapes(model, options.height_px, options.width_px));
  TRY(CheckBudget(NeedsOf(model, shapes), options.budget));
  TRY(CheckStatus(xnn_initialize(&kXnnpackAllocator), "xnn_initialize"));
  auto state = std::make_unique<State>();
  state->external_ids = ExternalValues(model.graph);
  state->outputs.logits = model.graph.logits;
  state->outputs.features = model.graph.features;
  state->outputs.embedding = model.graph.embedding;
  if (model.graph.features != kNone) state->features_shape = shapes[model.graph.features];
  state->thread_pool = MakeThreadPool(static_cast<size_t>(options.threads));
  TRY(state->AllocateExternals(shapes));
  SubgraphBuilder builder(model, shapes, state->external_ids);
  TRY(builder.Build());
  state->constants = builder.TakeConstants();
  const NarrowWeightsScope scope(HasNarrowWeights(model, shapes));
  TRY(state->CreateRuntime(builder.subgraph()));
  return Network(std::move(state));
}

Network::Network(std::unique_ptr<State> state) : state_(std::move(state)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

std::span<float> Network::input() { return state_->external_buffers.front().span(); }

Result<void> Network::Run() {
  TRY(CheckStatus(xnn_invoke_runtime(state_->runtime.get()), "xnn_invoke_runtime"));
  const auto values = logits();
  const bool finite =
      std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  if (finite) return {};
  return Fail(error_code::kInferNotFinite, "the network's answer is not a number");
}

std::span<const float> Network::logits() const { return state_->ValueOf(state_->outputs.logits); }
std::span<const float> Network::features() const {
  return state_->ValueOf(state_->outputs.features);
}
std::span<const float> Network::embedding() const {
  return state_->ValueOf(state_->outputs.embedding);
}
ValueShape Network::features_shape() const { return state_->features_shape; }

}  // namespace glance
