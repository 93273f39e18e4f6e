#include "glance/evaluation.h"

#include <algorithm>
#include <cmath>

namespace glance {
namespace {

std::optional<double> Share(int part, int whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / whole;
}

}  // namespace

Interval WilsonInterval(int right, int count) {
  if (count == 0) return {};
  constexpr double kZ = 1.959963984540054;  // 95 % of a normal distribution lie within
  const double n = count;
  const double share = right / n;
  const double middle = (share + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double half =
      kZ / (1 + kZ * kZ / n) * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Evaluation Evaluate(const std::vector<std::string>& labels, const std::vector<int>& truth,
                    const std::vector<int>& said) {
  Evaluation result;
  const auto count = static_cast<int>(labels.size());
  std::vector<int> times_said(labels.size());
  result.confusion.resize(labels.size() * labels.size());
  for (const std::string& label : labels) result.classes.push_back({.label = label});
  for (size_t i = 0; i < truth.size(); ++i) {
    ++result.classes[truth[i]].pictures;
    if (said[i] < 0 || said[i] >= count) continue;
    ++times_said[said[i]];
    ++result.confusion[static_cast<size_t>(truth[i]) * labels.size() + said[i]];
    if (said[i] == truth[i]) ++result.classes[truth[i]].right;
  }
  for (int i = 0; i < count; ++i) {
    ClassEvaluation& each = result.classes[i];
    each.precision = Share(each.right, times_said[i]);
    each.recall = Share(each.right, each.pictures);
    result.pictures += each.pictures;
    result.right += each.right;
  }
  result.accuracy = Share(result.right, result.pictures).value_or(0);
  result.interval = WilsonInterval(result.right, result.pictures);
  return result;
}

}  // namespace glance
