#include "teach/basis.h"

#include <algorithm>
#include <cmath>

#include "teach/vectors.h"

namespace glance {
namespace {

// Squared: what is left of a row of length 1 is no more than rounding.
constexpr float kNothingLeft = 1e-10f;

// Takes the basis's vectors out of `vector`; twice, since once leaves what rounding made.
void Orthogonalize(const Buffer<float>& vectors, size_t rank, std::span<float> vector) {
  for (int round = 0; round < 2; ++round) {
    for (size_t k = 0; k < rank; ++k) {
      const auto other = vectors.span().subspan(k * vector.size(), vector.size());
      AddScaled(vector, -Dot(vector, other), other);
    }
  }
}

}  // namespace

Result<Basis> MakeBasis(std::span<const float> rows, size_t columns, size_t most) {
  const size_t count = rows.size() / columns;
  const size_t whole = std::min(count, columns);
  most = std::min(most, whole);
  Basis basis;
  TRY_ASSIGN(basis.vectors, Buffer<float>::Create(most * columns));
  TRY_ASSIGN(basis.coordinates, Buffer<float>::Create(count * most));
  TRY_ASSIGN(auto left, Buffer<float>::Create(count));  // squared length outside of the basis
  for (size_t i = 0; i < count; ++i) {
    const auto row = rows.subspan(i * columns, columns);
    left.data()[i] = Dot(row, row);
  }
  while (basis.rank < most) {
    float* farthest = std::max_element(left.data(), left.data() + count);
    if (*farthest <= kNothingLeft) break;
    const auto at = static_cast<size_t>(farthest - left.data());
    *farthest = 0;
    const auto vector = basis.vectors.span().subspan(basis.rank * columns, columns);
    std::ranges::copy(rows.subspan(at * columns, columns), vector.begin());
    Orthogonalize(basis.vectors, basis.rank, vector);
    if (Dot(vector, vector) <= kNothingLeft) continue;  // `left` had only rounding for it
    NormalizeLength(vector);
    for (size_t i = 0; i < count; ++i) {
      const float part = Dot(rows.subspan(i * columns, columns), vector);
      basis.coordinates.data()[i * most + basis.rank] = part;
      if (left.data()[i] > 0) left.data()[i] -= part * part;
    }
    left.data()[at] = 0;
    ++basis.rank;
  }
  basis.is_exact = basis.rank < most || most == whole;
  // Rows of `rank` numbers instead of `most`.
  for (size_t i = 0; i < count; ++i) {
    const float* row = basis.coordinates.data() + i * most;
    std::copy(row, row + basis.rank, basis.coordinates.data() + i * basis.rank);
  }
  basis.coordinates = std::move(basis.coordinates).First(count * basis.rank);
  return basis;
}

}  // namespace glance
