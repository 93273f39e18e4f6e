// Weights are computed and normalised in double, then rounded half away from zero: the values
// that Pillow's 8-bit resampling uses, so the sums over pixels come out equal to its own.
#include "preprocess/coefficients.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/buffer.h"
#include "base/checked_math.h"
#include "base/result.h"
#include "glance/preprocessing.h"

namespace glance {
namespace {

// The two resampling kernels: how much a source pixel at `distance` from an output pixel's centre
// counts. Distances are in source pixels when enlarging, in output pixels when reducing.
// The cubic is Keys' (1981, "Cubic convolution interpolation for digital image processing").
// Beyond this distance a kernel is zero.
constexpr double FilterSupport(ResampleFilter filter) {
  return filter == ResampleFilter::kBilinear ? 1.0 : 2.0;
}

double TriangleWeight(double distance) {
  const double x = std::abs(distance);
  return x < 1.0 ? 1.0 - x : 0.0;
}

// Keys' cubic with a = -0.5. The order of operations decides the last bit: keep it.
double CubicWeight(double distance) {
  constexpr double kA = -0.5;
  const double x = std::abs(distance);
  if (x < 1.0) return ((kA + 2.0) * x - (kA + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * kA;
  return 0.0;
}

double FilterWeight(ResampleFilter filter, double distance) {
  return filter == ResampleFilter::kBilinear ? TriangleWeight(distance) : CubicWeight(distance);
}

// The kernel stretched over the source: wider than itself only when reducing (antialiasing).
class StretchedKernel {
 public:
  StretchedKernel(const AxisResize& axis, ResampleFilter filter)
      : filter_(filter),
        source_length_(axis.source_length),
        scale_(static_cast<double>(axis.source_length) / axis.target_length),
        stretch_(std::max(scale_, 1.0)),
        support_(FilterSupport(filter) * stretch_) {}

  // Source samples begin .. end - 1 can weigh in on output `target`.
  int WindowBegin(int target) const { return Clamped(Center(target) - support_ + 0.5); }
  int WindowEnd(int target) const { return Clamped(Center(target) + support_ + 0.5); }

  double Weight(int target, int source) const {
    return FilterWeight(filter_, (source - Center(target) + 0.5) * (1.0 / stretch_));
  }

 private:
  double Center(int target) const { return (target + 0.5) * scale_; }
  int Clamped(double position) const {
    return static_cast<int>(std::clamp(position, 0.0, source_length_));
  }

  ResampleFilter filter_;
  double source_length_;
  double scale_;    // source samples an output sample
  double stretch_;  // kernel units are this many source samples
  double support_;  // in source samples
};

int32_t ToFixedPoint(double weight) {
  return static_cast<int32_t>(weight * kWeightOne + (weight < 0 ? -0.5 : 0.5));
}

// Kernel values of output `target` divided by their sum, as integers, one for each source sample
// from `begin` on.
void FillWeights(const StretchedKernel& kernel, int target, int begin, std::span<double> values,
                 std::span<int32_t> weights) {
  double sum = 0;
  for (size_t t = 0; t < values.size(); ++t) {
    values[t] = kernel.Weight(target, begin + static_cast<int>(t));
    sum += values[t];
  }
  for (size_t t = 0; t < values.size(); ++t) weights[t] = ToFixedPoint(values[t] / sum);
}

int LargestWindow(const StretchedKernel& kernel, const AxisResize& axis) {
  int largest = 1;
  for (int i = axis.begin; i < axis.begin + axis.count; ++i) {
    largest = std::max(largest, kernel.WindowEnd(i) - kernel.WindowBegin(i));
  }
  return largest;
}

Result<AxisCoefficients> Allocate(int count, int taps) {
  const auto outputs = static_cast<size_t>(count);
  AxisCoefficients result;
  result.taps = taps;
  TRY_ASSIGN(result.first, Buffer<int>::Create(outputs));
  TRY_ASSIGN(result.weights,
             Buffer<int32_t>::Create(ValueCount(outputs, static_cast<uint64_t>(taps))));
  return result;
}

// A side that does not change is copied.
Result<AxisCoefficients> UnitCoefficients(const AxisResize& axis) {
  TRY_ASSIGN(AxisCoefficients result, Allocate(axis.count, 1));
  for (int i = 0; i < axis.count; ++i) {
    result.first.data()[i] = axis.source_begin + axis.begin + i;
    result.weights.data()[i] = kWeightOne;
  }
  return result;
}

}  // namespace

AxisCoefficients Mirrored(AxisCoefficients coefficients, int source_length) {
  const auto first = coefficients.first.span();
  for (int& begin : first) begin = source_length - begin - coefficients.taps;
  std::ranges::reverse(first);
  std::ranges::reverse(coefficients.weights.span());
  return coefficients;
}

Result<AxisCoefficients> ComputeCoefficients(const AxisResize& axis, ResampleFilter filter) {
  if (axis.source_length == axis.target_length) return UnitCoefficients(axis);
  const StretchedKernel kernel(axis, filter);
  const int taps = LargestWindow(kernel, axis);
  TRY_ASSIGN(AxisCoefficients result, Allocate(axis.count, taps));
  TRY_ASSIGN(Buffer<double> values, Buffer<double>::Create(static_cast<size_t>(taps)));
  for (int i = 0; i < axis.count; ++i) {
    const int target = axis.begin + i;
    const int begin = kernel.WindowBegin(target);
    const auto window = static_cast<size_t>(kernel.WindowEnd(target) - begin);
    // All windows have the same number of taps and lie inside the source: a narrower one at the
    // far edge starts earlier, with zeros in front.
    const int first = std::min(begin, axis.source_length - taps);
    result.first.data()[i] = axis.source_begin + first;
    const size_t row = static_cast<size_t>(i) * static_cast<size_t>(taps);
    FillWeights(kernel, target, begin, values.span().first(window),
                result.weights.span().subspan(row + static_cast<size_t>(begin - first), window));
  }
  return result;
}

}  // namespace glance
