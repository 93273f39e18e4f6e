// How often a classifier is right, as counts: of any classifier and labelled pictures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace glance {

// Bounds of a share, 0..1, that hold with a probability of 95 % (Wilson, 1927).
struct Interval {
  double low = 0, high = 1;
};

struct ClassEvaluation {
  std::string label;
  int pictures = 0;                 // that are of this class
  int right = 0;                    // of those that were said to be
  std::optional<double> precision;  // of what was said to be of this class; nothing was: none
  std::optional<double> recall;     // of the class's pictures; there are none: none
};

struct Evaluation {
  std::vector<ClassEvaluation> classes;
  int pictures = 0, right = 0;
  double accuracy = 0;  // right / pictures; 0 without pictures
  Interval interval;    // of the accuracy
  // (classes, classes): how many pictures of the class of the row were said to be of that of the
  // column.
  std::vector<int> confusion;
};

// `truth` and `said` are classes, one of each a picture; what was said may lie outside of
// `labels`, as -1 for instance: then it is wrong, and not in the confusion.
Evaluation Evaluate(const std::vector<std::string>& labels, const std::vector<int>& truth,
                    const std::vector<int>& said);

// Of `right` of `count`; 0..1 when there are none.
Interval WilsonInterval(int right, int count);

}  // namespace glance
