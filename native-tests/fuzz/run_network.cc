// Fuzzes what comes after loading: a weight file that passed every check is compiled by XNNPACK and
// run. XNNPACK itself is not instrumented.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "fuzz/choices.h"
#include "fuzz/require.h"
#include "fuzz/small_network.h"
#include "infer/network.h"
#include "model/model.h"
#include "model/shapes.h"

namespace glance::fuzz {
namespace {

void CheckAnswers(Network& network, const Model& model, Choices& choices) {
  for (float& value : network.input()) value = static_cast<float>(choices.Between(-512, 512)) / 256;
  for (int i = 0; i < 2; ++i) {
    const auto run = network.Run();
    if (!run) return RequireTyped(run.error(), {"infer/"});
    Require(network.logits().size() == model.classes, "every class has a logit");
    const bool finite =
        std::ranges::all_of(network.logits(), [](float value) { return std::isfinite(value); });
    Require(finite, "logits are finite");
  }
}

void CheckNetwork(ByteSpan bytes) {
  auto file = Buffer<uint8_t>::CopyOf(bytes);
  if (!file) return;
  const auto model = LoadModel(*std::move(file));
  if (!model) return;
  const PreprocessSpec& spec = model->preprocess;
  const NetworkOptions size{.height_px = static_cast<uint32_t>(spec.crop_height_px),
                            .width_px = static_cast<uint32_t>(spec.crop_width_px)};
  const auto shapes = InferShapes(*model, size.height_px, size.width_px);
  Require(shapes.has_value(), "a model that loads has shapes");
  if (!IsSmall(*model, *shapes)) return;
  auto network = Network::Create(*model, size);
  if (!network) return RequireTyped(network.error(), {"infer/", "model/"});
  Choices choices(bytes);
  CheckAnswers(*network, *model, choices);
}

}  // namespace
}  // namespace glance::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  glance::fuzz::CheckNetwork({bytes, count});
  return 0;
}
