// What the network's answer is made into: labels with their scores, and where one was recognised.
#pragma once

#include <optional>
#include <string>

#include "glance/buffer.h"
#include "glance/image.h"

namespace glance {

struct Prediction {
  int index = 0;       // class, 0 to classes - 1
  float score = 0.0f;  // softmax probability, 0..1
  std::string label;   // as shown: up to the first comma of the label in the weight file
};

// What to call a picture: the smallest of the labels and groups that hold at least the level that
// was asked for (ClassifyOptions::level) of the probability. Of several with as many classes it is
// the most probable; of equally probable ones a label before a group, a group before those above
// it, and else the first in the file. A group is no answer when the entropy of all scores is above
// 6.5 bits: the network is that undecided about pictures of what it has no class for.
struct Answer {
  std::string label;                 // of the class or group, as shown; empty when unknown
  double score = 0;                  // 0..1, the sum over its classes; when unknown, the largest
                                     // that an answer could have had, which is below the level
  std::optional<int> index;          // class, when it is a label
  std::optional<std::string> group;  // ClassGroup::id, when it is a group
  // Nothing that may be an answer reaches the level. Or a taught network (glance/teacher.h) finds
  // that the picture is none of its classes; it has limits in the place of the level.
  bool unknown = false;
};

// Where in what the network saw a class was recognised.
struct HeatMap {
  int height = 0;
  int width = 0;
  Buffer<float> values;  // (height, width), row by row: 1 most of all, 0 least; all 0 when constant
  // In Classification::heat_map both are there. `colored` is the map enlarged bilinearly to the
  // size of the network's input; `legend` the colours, 256 x 1: that of 0 first, that of 1 last.
  std::optional<Image> colored, legend;
};

}  // namespace glance
