// A lesson as a weight file, and what such a file says of pictures that are none of its classes.
#pragma once

#include <span>

#include "base/buffer.h"
#include "base/result.h"
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

}  // namespace glance
