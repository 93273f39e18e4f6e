// The layer that a lesson keeps, fitted to all pictures.
#pragma once

#include <functional>
#include <span>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/teacher.h"
#include "teach/basis.h"
#include "teach/pupils.h"

namespace glance {

// Subtracts the mean of all rows, (columns), from each of `rows` and returns it. The layer is the
// same without it, but for its biases; the search for it is shorter. Fails with memory/exhausted.
Result<Buffer<float>> Center(std::span<float> rows, size_t columns);

// Fits the layer with the lesson's C to all pictures, which are centered, divides it by the
// lesson's temperature, and writes it to the lesson. `basis` is that of the pictures, `mean` what
// was subtracted from them. Fails with call/cancelled or memory/exhausted.
Result<void> FitLayer(const Pupils& pupils, Basis basis, std::span<const float> mean,
                      const std::function<bool()>& keep_going, Lesson& lesson);

}  // namespace glance
