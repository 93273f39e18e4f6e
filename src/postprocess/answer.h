// The probabilities of the classes -> the label or group that a picture is called by.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "glance/model_description.h"

namespace glance {

// Beyond this entropy of the scores no group is an answer. A group of many classes may hold the
// level although the network knows nothing: of people, text and screenshots.
// tools/measure_unknown.py measures what it does to those, and to pictures that the network knows.
inline constexpr double kMostEntropyBits = 6.5;

// A class or a group of classes; neither when nothing holds the level.
struct Node {
  std::optional<int> index;  // class
  std::optional<int> group;  // place in the list of groups
  double score = 0;          // the sum of its classes' scores, at most 1
};

// The smallest node that holds at least `level` of `scores`, one a class and at least one, as the
// comment of Answer (glance/prediction.h) says. When there is none, `score` is the largest of those
// that might have been.
Node AnswerAt(double level, std::span<const float> scores, std::span<const ClassGroup> groups);

// The place of the group with that id, or nothing.
std::optional<int> PlaceOfGroup(std::span<const ClassGroup> groups, std::string_view id);

// The place of the lowest group that has the class, or nothing.
std::optional<int> GroupOfClass(std::span<const ClassGroup> groups, int index);

}  // namespace glance
