#include "postprocess/answer.h"

#include <algorithm>
#include <cstddef>

#include "postprocess/scores.h"

namespace glance {
namespace {

// How many groups are above it.
int DepthOf(std::span<const ClassGroup> groups, size_t place) {
  int depth = 0;
  for (auto parent = groups[place].parent; parent; parent = groups[*parent].parent) ++depth;
  return depth;
}

// In double: the order of the classes, which is the same for each group, must not matter.
double ScoreOf(const ClassGroup& group, std::span<const float> scores) {
  double sum = 0;
  for (const int index : group.classes) sum += double{scores[index]};
  return std::min(sum, 1.0);
}

struct Candidate {
  size_t classes = 0;
  double score = 0;
  int depth = 0;
};

// Equal candidates are not better: the first stays.
bool IsBetter(const Candidate& a, const Candidate& b) {
  if (a.classes != b.classes) return a.classes < b.classes;
  if (a.score != b.score) return a.score > b.score;
  return a.depth > b.depth;
}

}  // namespace

Node AnswerAt(double level, std::span<const float> scores, std::span<const ClassGroup> groups) {
  const auto best = std::ranges::max_element(scores);
  double most = double{*best};
  // No group of one class has more than the best class, and of equals a label comes first.
  if (most >= level) return {.index = static_cast<int>(best - scores.begin()), .score = most};
  if (EntropyBits(scores) > kMostEntropyBits) groups = {};
  Node answer;
  Candidate found;
  for (size_t place = 0; place < groups.size(); ++place) {
    const double score = ScoreOf(groups[place], scores);
    most = std::max(most, score);
    if (score < level) continue;
    const Candidate candidate{groups[place].classes.size(), score, DepthOf(groups, place)};
    if (answer.group && !IsBetter(candidate, found)) continue;
    found = candidate;
    answer = {.group = static_cast<int>(place), .score = score};
  }
  if (!answer.group) answer.score = most;
  return answer;
}

std::optional<int> PlaceOfGroup(std::span<const ClassGroup> groups, std::string_view id) {
  const auto found = std::ranges::find(groups, id, &ClassGroup::id);
  if (found == groups.end()) return std::nullopt;
  return static_cast<int>(found - groups.begin());
}

std::optional<int> GroupOfClass(std::span<const ClassGroup> groups, int index) {
  std::optional<int> lowest;
  int depth = -1;
  for (size_t place = 0; place < groups.size(); ++place) {
    if (!std::ranges::binary_search(groups[place].classes, index)) continue;
    const int below = DepthOf(groups, place);
    if (below <= depth) continue;
    depth = below;
    lowest = static_cast<int>(place);
  }
  return lowest;
}

}  // namespace glance
