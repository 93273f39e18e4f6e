// Sums over vectors, in an order that does not depend on the processor. They are what teaching
// takes its time for: compiled for speed, and once, while the rest of the layer is compiled for
// size.
#pragma once

#include <cstddef>
#include <span>

namespace glance {

// Sum of a[i] * b[i]; both have the same size. Sixteen partial sums, which compilers turn into
// vector instructions.
float Dot(std::span<const float> a, std::span<const float> b);

// The same, by eight partial sums.
double Dot(std::span<const double> a, std::span<const double> b);

// target += factor * values.
void AddScaled(std::span<float> target, float factor, std::span<const float> values);
void AddScaled(std::span<double> target, double factor, std::span<const double> values);

// Scales `values` to length 1; what is shorter than 1e-12 stays as good as 0.
void NormalizeLength(std::span<float> values);

// How many columns of a matrix the products below compute at a time.
inline constexpr size_t kBlock = 8;

// And how many rows, so that each number that is read is used several times.
inline constexpr size_t kRowsAtOnce = 4;

// targets[k][0..kBlock) += rows[k], (columns), times weights, (columns, kBlock).
void MultiplyBlock(const float* const rows[kRowsAtOnce], size_t columns, const float* weights,
                   float* const targets[kRowsAtOnce]);

// gradient, (columns, kBlock), += the products of rows, (columns), and their residuals, (kBlock).
void AddProducts(const float* const rows[kRowsAtOnce], const float* const residuals[kRowsAtOnce],
                 size_t columns, float* gradient);

}  // namespace glance
