// Which value of a network describes a picture: what its last dense layer reads.
#pragma once

#include <vector>

#include "model/model.h"
#include "model/shapes.h"

namespace glance {

// Position in graph.operations of the last dense layer, or -1 when there is none: the operation
// with weights that the logits come from, through elementwise operations at most. A convolution of
// one pixel by one pixel counts as dense.
int LastDenseLayer(const Model& model, const std::vector<ValueShape>& shapes);

// What the l2_normalize that writes `id` reads; `id` itself where another operation writes it.
ValueId BeforeNormalization(const Graph& graph, ValueId id);

// Points `model.graph.embedding` at the vector that the last dense layer reads, before an
// l2_normalize. An int8 vector gets a `convert` to float32 at the end of the graph. Without such a
// layer the value that the file names stays, if it is a vector. Sets `model.embedding_size`.
void FindEmbedding(Model& model, const std::vector<ValueShape>& shapes);

// model/no-embedding, as a sentence that says what to do.
std::unexpected<Error> NoEmbedding();

}  // namespace glance
