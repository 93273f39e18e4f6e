// What is read off the logits of pictures that a layer has not seen: how sure it may be, and from
// where on a picture is unknown.
#pragma once

#include <cstdint>
#include <span>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/teacher.h"

namespace glance {

// Logits (rows, columns) and the true class of each row.
struct HeldOutLogits {
  std::span<const float> logits;
  std::span<const int32_t> classes;
  size_t columns = 0;

  std::span<const float> Row(size_t row) const { return logits.subspan(row * columns, columns); }
};

// Mean of -log of the true class's probability when logits are divided by `temperature`. A
// probability counts as 1e-6 at least: a class may have been hidden wholly.
double LogLoss(const HeldOutLogits& held_out, double temperature);

// LogLoss + log(temperature)^2 / (2 rows): -log of the posterior density by row, up to a constant,
// where the prior of the temperature's logarithm is normal with mean 0 and standard deviation 1.
// Rows without a mistake alone would ask for temperatures near 0, with which a layer is surer of
// unseen pictures than a few rows can tell.
double CalibrationLoss(const HeldOutLogits& held_out, double temperature);

// The temperature, 0.001 to 1,100, of the least CalibrationLoss.
double BestTemperature(const HeldOutLogits& held_out);

// The largest limits of both kinds below which together at most `lost` of the rows lie; each kind
// alone loses the same share. `cosines` and `scores` are of known pictures, unsorted. `*share` is
// what they lose. Fails with memory/exhausted.
Result<UnknownRule> RuleLosing(std::span<const float> cosines, std::span<const float> scores,
                               double lost, double* share);

}  // namespace glance
