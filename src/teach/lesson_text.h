// A lesson as JSON, for languages that have no structs of ours.
#pragma once

#include <string>

#include "glance/teacher.h"

namespace glance {

// {classes: [{label, pictures, right, precision, recall}], pictures, right, accuracy, interval:
// [low, high], confusion: [[...]], mistakes: [{picture, label, predicted, score}], doubtful: [as
// mistakes], warnings: [...], regularization, temperature, lost}. Labels of doubts are those of the
// classes; shares that there are none of are null.
std::string LessonJson(const Lesson& lesson);

// What LessonJson says of an evaluation, up to `confusion`, and `unknown`: how many of its pictures
// were called that.
std::string EvaluationJson(const Evaluation& evaluation, int unknown);

}  // namespace glance
