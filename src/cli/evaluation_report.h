// An evaluation as `glance teach` and `glance evaluate` print it.
#pragma once

#include <yyjson.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "glance/evaluation.h"

namespace glance::cli {

// A picture that could not be read.
struct UnreadPicture {
  std::string file;
  Error error;
};

// "93.3 % of 120 pictures right (87.4 to 96.6 %)", a row a class, and what is confused most.
std::string TextOf(const Evaluation& evaluation);

// Adds classes, pictures, right, accuracy, interval and confusion (a list of rows).
void AddEvaluation(yyjson_mut_doc* document, yyjson_mut_val* object, const Evaluation& evaluation);

// Adds `errors`, a list of {file, code, message}.
void AddErrors(yyjson_mut_doc* document, yyjson_mut_val* object,
               const std::vector<UnreadPicture>& errors);

// How many of how many pictures are done, on standard error, when that is a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(size_t total);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Advance();

 private:
  size_t total_, done_ = 0;
  bool is_shown_;
};

}  // namespace glance::cli
