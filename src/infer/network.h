// A model compiled for one input size: XNNPACK's runtime behind an interface that does not show it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "base/result.h"
#include "model/model.h"
#include "model/shapes.h"

namespace glance {

struct NetworkOptions {
  uint32_t height_px = 0;  // of the network's input
  uint32_t width_px = 0;
  int threads = 1;  // worker threads, the calling one included; at least 1; fewer where
                    // the system refuses them
  int budget = 1;   // times what model/budget.h allows
};

// Owns packed weights, activations and worker threads. `Run` allocates nothing. Not for concurrent
// use. The model must outlive the network.
class Network {
 public:
  // Fails with model/bad-shape, model/too-large, infer/backend or memory/exhausted.
  static Result<Network> Create(const Model& model, const NetworkOptions& options);

  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

  // The network's input (1, height_px, width_px, 3), to be filled before Run.
  std::span<float> input();

  // Computes all outputs from the input. Fails with infer/backend, or infer/not-finite when a
  // logit is NaN or infinite.
  Result<void> Run();

  // Outputs of the last Run; empty when the graph does not name them.
  std::span<const float> logits() const;     // (classes)
  std::span<const float> features() const;   // FeaturesShape()
  std::span<const float> embedding() const;  // (channels)
  ValueShape features_shape() const;         // all 0 when there are none

 private:
  struct State;  // holds XNNPACK's types
  explicit Network(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace glance
