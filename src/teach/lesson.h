// A lesson: what cross-validation says of the pictures, and the layer that is fitted to all of
// them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/teacher.h"
#include "teach/pupils.h"

namespace glance {

// Of pupils that are in their canonical order. Fails with call/cancelled or memory/exhausted.
Result<Lesson> LessonOf(Pupils pupils, const TeachOptions& options);

// As a Teacher of `embedding_size` to which each row of `embeddings`, (labels, embedding_size), was
// added with its label; takes the rows over instead of a copy of them. Fails as Teacher does.
Result<Lesson> TeachInPlace(Buffer<float> embeddings, uint32_t embedding_size,
                            const std::vector<std::string>& labels, const TeachOptions& options);

}  // namespace glance
