// A lesson as a weight file, and what such a file says of pictures that are none of its classes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/evaluation.h"
#include "glance/teacher.h"
#include "model/model.h"

namespace glance {

// The weight file of `base` with the lesson's layer in the place of its own; see WithNewHead of
// src/model/new_head.h. Fails with call/bad-argument where the lesson was taught by embeddings of
// another size, or as WithNewHead does.
Result<Buffer<uint8_t>> WriteTaughtFile(const Model& base, const Lesson& lesson);

// Whether the rule of a taught `model` (false without one) calls a picture with this embedding and
// these scores unknown.
bool IsUnknown(const Model& model, std::span<const float> embedding, std::span<const float> scores);

struct TaughtEvaluation {
  Evaluation evaluation;  // of every class
  int unknown = 0;        // pictures that the rule calls unknown
};

// How often the last layer of `taught`, the model of such a file, is right: `embeddings` are those
// of its base, (labels, embedding size), and `labels` of its classes. Fails with call/bad-argument,
// also for another model, or memory/exhausted.
Result<TaughtEvaluation> EvaluateTaught(const Model& taught, std::span<const float> embeddings,
                                        const std::vector<std::string>& labels);

}  // namespace glance
