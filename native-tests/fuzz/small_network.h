// Whether a network is so small that a run takes about a millisecond, as a fuzzer wants it.
#pragma once

#include <cstdint>
#include <vector>

#include "model/model.h"
#include "model/multiply_adds.h"
#include "model/shapes.h"

namespace glance::fuzz {

inline bool IsSmall(const Model& model, const std::vector<ValueShape>& shapes) {
  constexpr uint64_t kMaxElements = 1 << 16;
  constexpr uint64_t kMaxMultiplyAdds = 1 << 20;
  uint64_t elements = 0;
  for (const ValueShape& shape : shapes) elements += shape.elements();
  return elements <= kMaxElements && CountMultiplyAdds(model, shapes) <= kMaxMultiplyAdds;
}

}  // namespace glance::fuzz
