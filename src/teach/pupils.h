// What a lesson is taught from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/teacher.h"
#include "teach/softmax_regression.h"

namespace glance {

// All pictures and their classes, which are in the order of the labels' bytes.
struct Pupils {
  std::vector<std::string> labels;
  Buffer<int32_t> classes;  // (rows)
  int none_class = -1;
  size_t columns = 0;
  Buffer<float> values;    // (rows, columns), of length 1 until they are centered
  Buffer<uint32_t> order;  // (rows): the picture's index as it was added

  LabelledRows Rows(std::span<const float> numbers, size_t count) const {
    return {numbers, count, classes.span(), static_cast<int>(labels.size())};
  }
};

// Pupils without values and order: picture i has the label labels[label_of[i]]; labels of no
// picture are left out. Fails with call/bad-argument, as Teacher::Teach, or memory/exhausted.
Result<Pupils> PupilsOf(const std::vector<std::string>& labels, std::span<const int> label_of,
                        const TeachOptions& options);

// Takes over `values`, (rows, columns), and puts all into their canonical order, where they are: a
// copy of ten thousand pictures would be 50 MiB. Fails with memory/exhausted.
Result<void> Arrange(Buffer<float> values, size_t columns, Pupils& pupils);

}  // namespace glance
