#include "model/embedding.h"

#include <algorithm>
#include <string>
#include <variant>

#include "base/error_codes.h"

namespace glance {
namespace {

// Position of the operation that writes `id`; -1 for the network's input.
int WriterOf(const Graph& graph, ValueId id) {
  const auto found = std::ranges::find(graph.operations, id, &Operation::output);
  return found == graph.operations.end() ? -1 : static_cast<int>(found - graph.operations.begin());
}

bool IsVector(const ValueShape& shape) { return shape.height == 1 && shape.width == 1; }

// What an elementwise operation without weights reads; kNone for all others.
ValueId ElementwiseInput(const OperationKind& kind) {
  if (const auto* unary = std::get_if<Unary>(&kind)) return unary->input;
  if (const auto* convert = std::get_if<Convert>(&kind)) return convert->input;
  const auto* binary = std::get_if<Binary>(&kind);
  return binary != nullptr && binary->constant != kNone ? binary->a : kNone;
}

// What a dense layer reads; kNone for all other operations.
ValueId DenseInput(const Model& model, const std::vector<ValueShape>& shapes,
                   const OperationKind& kind) {
  if (const auto* dense = std::get_if<Dense>(&kind)) return dense->input;
  const auto* conv = std::get_if<Conv2d>(&kind);
  if (conv == nullptr || conv->groups != 1 || !IsVector(shapes[conv->input])) return kNone;
  const auto& weight = model.tensors[conv->weights.weight].shape;
  return weight[1] == 1 && weight[2] == 1 ? conv->input : ValueId{kNone};
}

// A name that no value of the graph has.
std::string NewName(const Graph& graph, std::string name) {
  while (std::ranges::find(graph.value_names, name) != graph.value_names.end()) name += '_';
  return name;
}

ValueId AsFloat32(Graph& graph, ValueId id) {
  if (!graph.quantization.contains(id)) return id;
  const auto converted = static_cast<ValueId>(graph.value_names.size());
  graph.value_names.push_back(NewName(graph, "embedding"));
  graph.operations.push_back({Convert{id}, converted});
  return converted;
}

}  // namespace

std::unexpected<Error> NoEmbedding() {
  return Fail(error_code::kModelNoEmbedding,
              "an embedding needs a network that ends in a dense layer: use another weight file");
}

ValueId BeforeNormalization(const Graph& graph, ValueId id) {
  const int writer = WriterOf(graph, id);
  if (writer < 0) return id;
  const auto* unary = std::get_if<Unary>(&graph.operations[static_cast<size_t>(writer)].kind);
  return unary != nullptr && unary->kind == UnaryKind::kL2Normalize ? unary->input : id;
}

int LastDenseLayer(const Model& model, const std::vector<ValueShape>& shapes) {
  const Graph& graph = model.graph;
  ValueId id = graph.logits;
  for (int at = WriterOf(graph, id); at >= 0; at = WriterOf(graph, id)) {
    const OperationKind& kind = graph.operations[static_cast<size_t>(at)].kind;
    if (DenseInput(model, shapes, kind) != kNone) return at;
    id = ElementwiseInput(kind);
  }
  return -1;
}

void FindEmbedding(Model& model, const std::vector<ValueShape>& shapes) {
  Graph& graph = model.graph;
  const int last = LastDenseLayer(model, shapes);
  if (last >= 0) {
    const ValueId id = BeforeNormalization(
        graph, DenseInput(model, shapes, graph.operations[static_cast<size_t>(last)].kind));
    model.embedding_size = shapes[id].channels;
    graph.embedding = AsFloat32(graph, id);
    return;
  }
  if (graph.embedding != kNone && IsVector(shapes[graph.embedding])) {
    model.embedding_size = shapes[graph.embedding].channels;
  } else {
    graph.embedding = kNone;
  }
}

}  // namespace glance
