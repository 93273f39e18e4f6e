// Fuzzes what a stranger's weight file goes through: container, metadata, graph, tensors, shapes.
#include <sanitizer/allocator_interface.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "fuzz/require.h"
#include "model/budget.h"
#include "model/groups.h"
#include "model/model.h"
#include "model/multiply_adds.h"
#include "model/shapes.h"

namespace glance::fuzz {
namespace {

// A claimed size must not become memory: no block is larger than what the text of the file needs.
// yyjson keeps a value, which is at least 2 bytes of text, in 16, in a block that grows by half.
constexpr size_t kSmallBlock = 4 << 10;
constexpr size_t kLargestBlockPerByte = 16 / 2 * 3 / 2;

std::atomic<size_t> largest_block = 0;

void NoteBlock(const volatile void*, size_t size) {
  largest_block = std::max<size_t>(largest_block, size);
}
void NoteNothing(const volatile void*) {}

bool Inside(ByteSpan part, ByteSpan whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

void CheckTensors(const Model& model) {
  for (const Tensor& tensor : model.tensors) {
    Require(Inside(tensor.bytes, model.file.span()), "a tensor lies inside the file");
    uint64_t bytes = tensor.type == DataType::kInt8 ? 1 : 4;
    for (const uint32_t dimension : tensor.shape) bytes *= dimension;
    Require(bytes == tensor.bytes.size(), "a tensor has the bytes of its shape");
  }
}

void CheckLabels(const Model& model) {
  for (const auto& [language, labels] : model.labels) {
    Require(labels.size() == model.classes, "every class has a label");
    for (const auto& label : labels) {
      Require(ShortLabel(label).size() <= label.size(), "a label is shown up to its comma");
    }
  }
  Require(model.LabelsFor("xx").size() == model.classes, "every language has labels");
}

void CheckGroups(const Model& model) {
  for (const ClassGroup& group : model.groups) {
    Require(!group.id.empty() && !model.NameOf(group, "xx").empty(), "a group has a name");
    Require(!group.classes.empty() && std::ranges::is_sorted(group.classes), "a group has classes");
    Require(group.classes.front() >= 0 && std::cmp_less(group.classes.back(), model.classes),
            "the classes of a group exist");
    int above = 0;
    for (auto parent = group.parent; parent; parent = model.groups.at(*parent).parent) ++above;
    Require(above <= kMaxGroupsAbove, "groups end at a top one");
    Require(
        !group.parent || std::ranges::includes(model.groups[*group.parent].classes, group.classes),
        "a group lies in its parent");
  }
}

void CheckShapes(const Model& model, uint32_t height_px, uint32_t width_px) {
  const auto shapes = InferShapes(model, height_px, width_px);
  if (!shapes) return RequireTyped(shapes.error(), {"model/bad-shape", "model/too-large"});
  Require(shapes->size() == model.graph.value_names.size(), "every value has a shape");
  for (const ValueShape& shape : *shapes) {
    Require(shape.elements() > 0 && !shape.too_large(), "no value is empty or too large");
  }
  Require(CountParameters(model) <= model.file.size(), "weights have bytes in the file");
  CountMultiplyAdds(model, *shapes);
  const NetworkNeeds needs = NeedsOf(model, *shapes);
  Require(needs.bytes > 0 && std::isfinite(needs.bytes) && std::isfinite(needs.multiply_adds),
          "what a network takes is a number");
}

void CheckModel(ByteSpan bytes) {
  auto file = Buffer<uint8_t>::CopyOf(bytes);
  if (!file) return RequireTyped(file.error(), {});
  largest_block = 0;
  const auto model = LoadModel(*std::move(file));
  Require(largest_block <= kSmallBlock + kLargestBlockPerByte * bytes.size(),
          "no block is larger than the text of the file needs");
  if (!model) return RequireTyped(model.error(), {"model/"});
  CheckTensors(*model);
  CheckLabels(*model);
  CheckGroups(*model);
  const PreprocessSpec& spec = model->preprocess;
  CheckShapes(*model, static_cast<uint32_t>(spec.crop_height_px),
              static_cast<uint32_t>(spec.crop_width_px));
  CheckShapes(*model, 32, 32);
  CheckShapes(*model, 1024, 1024);
}

}  // namespace
}  // namespace glance::fuzz

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  __sanitizer_install_malloc_and_free_hooks(glance::fuzz::NoteBlock, glance::fuzz::NoteNothing);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  glance::fuzz::CheckModel({bytes, count});
  return 0;
}
