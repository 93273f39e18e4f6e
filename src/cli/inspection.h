// What `glance inspect` prints about a weight file, and the two ways of printing it.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "model/shapes.h"

namespace glance::cli {

struct Inspection {
  Model model;
  std::vector<ValueShape> shapes;  // Of every value, at the model's own input size.
  std::string sha256;              // Of the file, 64 hex digits.
};

void PrintInspectionText(const Inspection& inspection);
void PrintInspectionJson(const Inspection& inspection);

// The words of models/FORMAT.md.
inline const char* RoundingName(Rounding rounding) {
  return rounding == Rounding::kFloor ? "floor" : "nearest";
}

inline const char* FilterName(ResampleFilter filter) {
  return filter == ResampleFilter::kBicubic ? "bicubic" : "bilinear";
}

}  // namespace glance::cli
