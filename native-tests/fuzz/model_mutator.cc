// Changes weight files one layer at a time, so that changes reach the graph: the document inside
// the header (half of them), the header, the tensors' bytes, or any bytes at all.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/model_text.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* bytes, size_t count, size_t max_count);

namespace glance::fuzz {
namespace {

// Text grows by at most this at once.
constexpr size_t kGrowth = 256;

template <typename Bytes>
void Change(Bytes& bytes) {
  const size_t count = bytes.size();
  bytes.resize(count + kGrowth);
  bytes.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(bytes.data()), count, bytes.size()));
}

void ChangeOneLayer(ModelText& text, unsigned layer) {
  if (layer < 4) return Change(text.document);
  if (layer == 4) return Change(text.before);
  if (layer == 5) return Change(text.after);
  Change(text.data);
}

}  // namespace
}  // namespace glance::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t count, size_t max_count,
                                          unsigned seed) {
  using namespace glance::fuzz;
  const unsigned layer = seed % 8;
  if (layer == 7) return LLVMFuzzerMutate(bytes, count, max_count);
  ModelText text = SplitModel({bytes, count});
  ChangeOneLayer(text, layer);
  const std::vector<uint8_t> changed = JoinModel(text);
  if (changed.size() > max_count) return LLVMFuzzerMutate(bytes, count, max_count);
  std::copy(changed.begin(), changed.end(), bytes);
  return changed.size();
}
