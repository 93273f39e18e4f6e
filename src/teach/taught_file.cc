#include "teach/taught_file.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

#include "base/error_codes.h"
#include "base/sha256.h"
#include "base/text.h"
#include "model/embedding.h"
#include "model/json_text.h"
#include "model/new_head.h"
#include "postprocess/scores.h"
#include "teach/vectors.h"

namespace glance {
namespace {

std::string BaseText(const Model& base) {
  JsonObjectText text;
  text.AddString("name", base.name);
  text.AddString("sha256", Sha256Hex(base.file.span()));
  return text.Text();
}

std::string RuleText(const Lesson& lesson) {
  JsonObjectText text;
  text.AddString("centroids", kCentroidsName);
  text.AddDecimal("least_cosine", lesson.unknown.least_cosine);
  text.AddDecimal("least_score", lesson.unknown.least_score);
  text.AddDecimal("lost", lesson.lost);
  if (lesson.unknown.none_class >= 0) {
    text.AddNumber("class", lesson.unknown.none_class);
  }
  return text.Text();
}

// The object `taught` of models/FORMAT.md.
std::string TaughtText(const Model& base, const Lesson& lesson) {
  const Evaluation& found = lesson.evaluation;
  std::string counts = "[";
  for (const ClassEvaluation& each : found.classes) {
    if (counts.size() > 1) counts += ", ";
    counts += std::to_string(each.pictures);
  }
  JsonObjectText text;
  text.Add("base", BaseText(base));
  text.Add("pictures", counts + "]");
  text.AddDecimal("accuracy", found.accuracy);
  text.Add("interval", Join({"[", JsonDecimal(found.interval.low), ", ",
                             JsonDecimal(found.interval.high), "]"}));
  text.AddDecimal("regularization", lesson.regularization);
  text.AddDecimal("temperature", lesson.temperature);
  text.Add("unknown", RuleText(lesson));
  return text.Text();
}

// The cosine of the angle between `embedding` and the nearest centroid; -1 when there is none.
float NearestCosine(std::span<const float> centroids, int none_class,
                    std::span<const float> embedding) {
  double squares = 0;
  for (const float value : embedding) squares += double{value} * value;
  if (squares == 0) return -1;
  const double length = std::sqrt(squares);
  float nearest = -1;
  const auto classes = static_cast<int>(centroids.size() / embedding.size());
  for (int i = 0; i < classes; ++i) {
    if (i == none_class) continue;
    const size_t begin = static_cast<size_t>(i) * embedding.size();
    const float product = Dot(centroids.subspan(begin, embedding.size()), embedding);
    nearest = std::max(nearest, static_cast<float>(product / length));
  }
  return nearest;
}

// The layer that WithNewHead writes: float32, and it reads the embedding scaled to length 1.
// nullptr in a model of another kind.
const Dense* TaughtLayer(const Model& model) {
  const Graph& graph = model.graph;
  const auto last = std::ranges::find(graph.operations, graph.logits, &Operation::output);
  if (!model.unknown || last == graph.operations.end()) return nullptr;
  const auto* dense = std::get_if<Dense>(&last->kind);
  if (dense == nullptr || dense->weights.bias == kNone) return nullptr;
  const bool is_float =
      model.tensors[static_cast<size_t>(dense->weights.weight)].type == DataType::kFloat32;
  return is_float && BeforeNormalization(graph, dense->input) != dense->input ? dense : nullptr;
}

// Writes the scores of the classes for an embedding, which becomes one of length 1.
void ScoresOf(const Model& model, const Dense& layer, std::span<float> embedding,
              std::span<float> scores) {
  NormalizeLength(embedding);
  const auto weights = model.tensors[static_cast<size_t>(layer.weights.weight)].Floats();
  const auto biases = model.tensors[static_cast<size_t>(layer.weights.bias)].Floats();
  for (size_t i = 0; i < scores.size(); ++i) {
    scores[i] = biases[i] + Dot(weights.subspan(i * embedding.size(), embedding.size()), embedding);
  }
  Softmax(scores, scores);
}

}  // namespace

Result<Buffer<uint8_t>> WriteTaughtFile(const Model& base, const Lesson& lesson) {
  NewHead head{.weights = lesson.weights.span(),
               .biases = lesson.biases.span(),
               .centroids = lesson.centroids.span()};
  for (const ClassEvaluation& each : lesson.evaluation.classes) head.labels.push_back(each.label);
  if (base.embedding_size != 0 && head.weights.size() != head.labels.size() * base.embedding_size) {
    return Fail(error_code::kCallBadArgument,
                {"the lesson is of another network: embeddings of '", base.name, "' have ",
                 base.embedding_size, " numbers"});
  }
  head.taught = TaughtText(base, lesson);
  return WithNewHead(base, head);
}

bool IsUnknown(const Model& model, std::span<const float> embedding,
               std::span<const float> scores) {
  if (!model.unknown || scores.empty()) return false;
  const auto best = std::ranges::max_element(scores);
  if (best - scores.begin() == model.unknown->none_class) return true;
  if (*best < model.unknown->least_score) return true;
  const auto& centroids = model.tensors[static_cast<size_t>(model.unknown->centroids)];
  return NearestCosine(centroids.Floats(), model.unknown->none_class, embedding) <
         model.unknown->least_cosine;
}

Result<TaughtEvaluation> EvaluateTaught(const Model& taught, std::span<const float> embeddings,
                                        const std::vector<std::string>& labels) {
  const Dense* layer = TaughtLayer(taught);
  if (layer == nullptr) {
    return Fail(error_code::kCallBadArgument, {"'", taught.name, "' was not taught here"});
  }
  const size_t columns = taught.embedding_size;
  if (embeddings.size() != labels.size() * columns) {
    return Fail(error_code::kCallBadArgument, {embeddings.size(), " numbers for ", labels.size(),
                                               " labels; want ", columns, " each"});
  }
  const auto& names = taught.LabelsFor("en");
  TRY_ASSIGN(auto row, Buffer<float>::Create(columns));
  TRY_ASSIGN(auto scores, Buffer<float>::Create(names.size()));
  std::vector<int> truth, said;
  int unknown = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto name = std::ranges::find(names, labels[i]);
    if (name == names.end()) {
      return Fail(error_code::kCallBadArgument,
                  {"'", labels[i], "' is none of the classes that were taught"});
    }
    std::ranges::copy(embeddings.subspan(i * columns, columns), row.data());
    ScoresOf(taught, *layer, row.span(), scores.span());
    const auto best = std::ranges::max_element(scores.span());
    truth.push_back(static_cast<int>(name - names.begin()));
    said.push_back(static_cast<int>(best - scores.span().begin()));
    unknown += IsUnknown(taught, row.span(), scores.span()) ? 1 : 0;
  }
  return TaughtEvaluation{Evaluate(names, truth, said), unknown};
}

}  // namespace glance
