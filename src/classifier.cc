// The facade: one picture in, labels out. Reads top to bottom: load, decode, frame, normalise, run,
// read the answer.
#include "glance/classifier.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <variant>

#include "base/deadline.h"
#include "base/error_codes.h"
#include "base/result.h"
#include "base/text.h"
#include "image/decode.h"
#include "image/image.h"
#include "infer/network.h"
#include "likeness/fingerprint.h"
#include "model/embedding.h"
#include "model/model.h"
#include "postprocess/answer.h"
#include "postprocess/heat_map.h"
#include "postprocess/looks.h"
#include "postprocess/scores.h"
#include "preprocess/framing.h"
#include "preprocess/view.h"
#include "teach/taught_file.h"

namespace glance {
namespace {

constexpr int kMaxThreads = 64;
constexpr int kMinResolution = 32;
constexpr int kMaxResolution = 1024;
constexpr int kMaxNetworkBudget = 1000;

// Measures wall-clock time.
class Stopwatch {
 public:
  // Milliseconds since its creation or the last Lap.
  double Lap() {
    const auto now = std::chrono::steady_clock::now();
    const double elapsed_ms = std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return elapsed_ms;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Result<void> CheckOptions(const LoadOptions& options) {
  if (options.threads < 1 || options.threads > kMaxThreads) {
    return Fail(error_code::kCallBadArgument,
                {options.threads, " threads; want 1 to ", kMaxThreads});
  }
  if (options.network_budget < 1 || options.network_budget > kMaxNetworkBudget) {
    return Fail(error_code::kCallBadArgument, {"a network_budget of ", options.network_budget,
                                               "; want 1 to ", kMaxNetworkBudget});
  }
  const int resolution = options.resolution;
  if (resolution != 0 && (resolution < kMinResolution || resolution > kMaxResolution)) {
    return Fail(error_code::kInferBadResolution, {"a resolution of ", resolution, " pixels; want ",
                                                  kMinResolution, " to ", kMaxResolution});
  }
  return {};
}

// `spec` for another input size: the field of view stays the same.
PreprocessSpec AtResolution(PreprocessSpec spec, int resolution) {
  if (resolution == 0) return spec;
  const int crop = std::min(spec.crop_height_px, spec.crop_width_px);
  const double scale = static_cast<double>(resolution) / crop;
  spec.resize_shorter_px =
      std::max(resolution, static_cast<int>(std::lround(spec.resize_shorter_px * scale)));
  spec.crop_height_px = resolution;
  spec.crop_width_px = resolution;
  return spec;
}

// The dense layer that writes the logits from the global average of the features, scaled to length
// 1 or not, or nullptr.
const Dense* HeatMapLayer(const Graph& graph) {
  const auto writer = [&](ValueId id) {
    return std::find_if(graph.operations.begin(), graph.operations.end(),
                        [id](const Operation& operation) { return operation.output == id; });
  };
  const auto last = writer(graph.logits);
  if (graph.features == kNone || last == graph.operations.end()) return nullptr;
  const auto* dense = std::get_if<Dense>(&last->kind);
  if (dense == nullptr) return nullptr;
  const auto before = writer(BeforeNormalization(graph, dense->input));
  if (before == graph.operations.end()) return nullptr;
  const auto* pool = std::get_if<GlobalAveragePool>(&before->kind);
  return pool != nullptr && pool->input == graph.features ? dense : nullptr;
}

// Row `class_index` of the layer's weights as real numbers, (channels).
Result<Buffer<float>> ClassWeights(const Model& model, const Dense& dense, int class_index) {
  const Tensor& weight = model.tensors[dense.weights.weight];
  const size_t channels = weight.shape[1];
  TRY_ASSIGN(auto row, Buffer<float>::Create(channels));
  const size_t begin = channels * class_index;
  if (weight.type == DataType::kFloat32) {
    std::ranges::copy(weight.Floats().subspan(begin, channels), row.data());
    return row;
  }
  const float scale = model.tensors[dense.weights.scale].Floats()[class_index];
  std::ranges::transform(weight.Int8s().subspan(begin, channels), row.data(),
                         [scale](int8_t stored) { return scale * static_cast<float>(stored); });
  return row;
}

// A copy of the caller's pixels as the core has them.
Result<Image> ImageFromRgb(ByteSpan rgb, int width_px, int height_px) {
  const DecodeLimits limits;
  if (width_px < 1 || height_px < 1 || width_px > limits.max_side_px ||
      height_px > limits.max_side_px || int64_t{width_px} * height_px > limits.max_pixels) {
    return Fail(error_code::kCallBadArgument,
                {"a picture of ", width_px, "x", height_px, " pixels; want sides of 1 to ",
                 GroupDigits(static_cast<uint64_t>(limits.max_side_px)), " and at most ",
                 GroupDigits(static_cast<uint64_t>(limits.max_pixels)), " in all"});
  }
  TRY_ASSIGN(auto pixels, Buffer<uint8_t>::CopyOf(rgb));
  return Image::Create(width_px, height_px, std::move(pixels));
}

// Whether every pixel of `rgba` is fully opaque.
bool IsOpaque(ByteSpan rgba) {
  uint8_t all = 255;
  for (size_t i = 3; i < rgba.size(); i += 4) all &= rgba[i];
  return all == 255;
}

// What is known of pixels besides themselves.
struct PictureFacts {
  int exif_orientation = 1;  // how they are stored, 1..8
  bool alpha_dropped = false;
  std::string damage;  // of their file; empty when there is none
};

// A picture while a call looks at it.
struct Picture {
  const Image& image;  // as it is stored
  int exif_orientation;
  const Deadline& deadline;
  Size upright = UprightSize(image, exif_orientation);
};

// What the network saw.
struct Look {
  Frame frame;
  Image view;
};

// The part of `rectangle` that lies in the picture: a letterbox reaches beyond it.
Rectangle Inside(const Rectangle& rectangle, Size picture) {
  const double left = std::max(rectangle.x, 0.0), top = std::max(rectangle.y, 0.0);
  const double right = std::min(rectangle.x + rectangle.width, double{1} * picture.width_px);
  const double bottom = std::min(rectangle.y + rectangle.height, double{1} * picture.height_px);
  return {.x = left, .y = top, .width = right - left, .height = bottom - top};
}

std::vector<Note> NotesOf(const PictureFacts& facts) {
  std::vector<Note> notes;
  notes.reserve(3);
  if (!facts.damage.empty()) {
    notes.push_back({"note/damaged", Join({"the file is damaged: ", facts.damage})});
  }
  if (facts.exif_orientation != 1) {
    notes.push_back({"note/turned", Join({"turned upright as its EXIF data say (orientation ",
                                          facts.exif_orientation, ")"})});
  }
  if (facts.alpha_dropped) {
    notes.push_back(
        {"note/alpha-dropped", "transparency was left out; the colours below it were used"});
  }
  return notes;
}

}  // namespace

// Stays where it is when the classifier moves: the network points into the model.
struct Classifier::State {
  explicit State(Model loaded) : model(std::move(loaded)) {}

  Model model;
  PreprocessSpec preprocess;
  std::optional<Network> network;
  Buffer<float> scores;

  Result<Classification> Classify(const Image& image, const PictureFacts& facts,
                                  const ClassifyOptions& options, const Deadline& deadline);
  Result<Look> LookAt(const Picture& picture, const Framing& framing, Timings& timings);
  bool LeavesDoubt(double level) const;
  Result<void> LookAgain(const Picture& picture, const Region& whole, Classification& result);
  Result<void> Check(const ClassifyOptions& options) const;
  Answer AnswerOf(const ClassifyOptions& options) const;
  std::vector<Prediction> BestLabels(const ClassifyOptions& options) const;
  Result<HeatMap> MapOf(std::span<const float> features, int class_index) const;
  // Labels that a person gave are shown whole.
  std::string_view Shown(std::string_view label) const {
    return model.unknown ? label : ShortLabel(label);
  }
};

Result<Classifier> Classifier::Load(ByteSpan weights, const LoadOptions& options) {
  TRY_ASSIGN(auto copy, Buffer<uint8_t>::CopyOf(weights));
  return Load(std::move(copy), options);
}

Result<Classifier> Classifier::Load(Buffer<uint8_t> weights, const LoadOptions& options) {
  TRY(CheckOptions(options));
  TRY_ASSIGN(Model model, LoadModel(std::move(weights)));
  auto state = std::make_unique<State>(std::move(model));
  state->preprocess = AtResolution(state->model.preprocess, options.resolution);
  const NetworkOptions network_options{
      .height_px = static_cast<uint32_t>(state->preprocess.crop_height_px),
      .width_px = static_cast<uint32_t>(state->preprocess.crop_width_px),
      .threads = options.threads,
      .budget = options.network_budget};
  TRY_ASSIGN(state->network, Network::Create(state->model, network_options));
  TRY_ASSIGN(state->scores, Buffer<float>::Create(state->model.classes));
  return Classifier(std::move(state));
}

Result<Classification> Classifier::Classify(ByteSpan picture, const ClassifyOptions& options) {
  const Deadline deadline(options.timeout_seconds);
  Stopwatch stopwatch;
  TRY_ASSIGN(DecodedPicture decoded, DecodeAsStored(picture));
  const double decode_ms = stopwatch.Lap();
  const PictureFacts facts{.exif_orientation = decoded.exif_orientation,
                           .alpha_dropped = decoded.alpha_dropped,
                           .damage = std::move(decoded.damage)};
  auto result = state_->Classify(decoded.image, facts, options, deadline);
  if (result) {
    result->timings.decode_ms = decode_ms;
    result->timings.total_ms += decode_ms;
  }
  return result;
}

Result<Buffer<float>> Classifier::Embed(ByteSpan picture, const ClassifyOptions& options) {
  ClassifyOptions wanted = options;
  wanted.embedding = true;
  wanted.fingerprint = false;
  wanted.heat_map = false;
  wanted.look_again = false;
  wanted.view = false;
  TRY_ASSIGN(Classification result, Classify(picture, wanted));
  return std::move(result.embedding);
}

Result<Classification> Classifier::ClassifyImage(const Image& image,
                                                 const ClassifyOptions& options) {
  return state_->Classify(image, {}, options, Deadline(options.timeout_seconds));
}

Result<Classification> Classifier::ClassifyRgb(ByteSpan rgb, int width_px, int height_px,
                                               const ClassifyOptions& options) {
  const Deadline deadline(options.timeout_seconds);
  TRY_ASSIGN(const Image image, ImageFromRgb(rgb, width_px, height_px));
  return state_->Classify(image, {}, options, deadline);
}

Result<Classification> Classifier::ClassifyRgba(Buffer<uint8_t> rgba, int width_px, int height_px,
                                                const ClassifyOptions& options) {
  const Deadline deadline(options.timeout_seconds);
  const PictureFacts facts{.alpha_dropped = !IsOpaque(std::as_const(rgba).span())};
  TRY_ASSIGN(const Image image, ImageFromRgba(std::move(rgba), width_px, height_px));
  return state_->Classify(image, facts, options, deadline);
}

Result<Classification> Classifier::State::Classify(const Image& image, const PictureFacts& facts,
                                                   const ClassifyOptions& options,
                                                   const Deadline& deadline) {
  TRY(Check(options));
  TRY(deadline.Check());
  Stopwatch stopwatch;
  const Picture picture{image, facts.exif_orientation, deadline};
  Classification result{.width_px = picture.upright.width_px,
                        .height_px = picture.upright.height_px,
                        .notes = NotesOf(facts)};
  TRY_ASSIGN(Look look, LookAt(picture, {options.fit, options.region}, result.timings));
  result.seen = SeenPart(look.frame);
  // Embedding and heat map are those of the first look.
  if (options.embedding) {
    TRY_ASSIGN(result.embedding, Buffer<float>::CopyOf(network->embedding()));
  }
  if (options.fingerprint) {
    TRY_ASSIGN(result.fingerprint, FingerprintOf(image, facts.exif_orientation));
  }
  Buffer<float> features;
  if (options.heat_map) {
    TRY_ASSIGN(features, Buffer<float>::CopyOf(network->features()));
  }
  if (options.look_again && LeavesDoubt(options.level)) {
    TRY(LookAgain(picture, look.frame.source, result));
  }
  result.answer = AnswerOf(options);
  result.predictions = BestLabels(options);
  result.entropy_bits = EntropyBits(scores.span());
  if (options.heat_map) {
    const int best = TopK(scores.span(), 1).front().index;
    TRY_ASSIGN(result.heat_map, MapOf(features.span(), options.heat_map_class.value_or(best)));
  }
  if (options.view) result.view = std::move(look.view);
  result.timings.total_ms = stopwatch.Lap();
  return result;
}

// Leaves the scores in `scores`, and adds what it took to `timings`.
Result<Look> Classifier::State::LookAt(const Picture& picture, const Framing& framing,
                                       Timings& timings) {
  Stopwatch stopwatch;
  TRY_ASSIGN(const Frame frame, FrameOf(picture.upright, preprocess, framing));
  TRY_ASSIGN(Image view, RenderView(picture.image, frame, preprocess, picture.exif_orientation));
  TRY(Normalize(view, preprocess, network->input()));
  timings.preprocess_ms += stopwatch.Lap();
  TRY(picture.deadline.Check());
  TRY(network->Run());
  TRY(picture.deadline.Check());
  timings.infer_ms += stopwatch.Lap();
  Softmax(network->logits(), scores.span());
  return Look{frame, std::move(view)};
}

// A taught network knows what it does not know by limits that were measured at whole pictures.
bool Classifier::State::LeavesDoubt(double level) const {
  return !model.unknown && double{*std::ranges::max_element(scores.span())} < level;
}

// Looks at parts of `whole` too, and mixes their scores with those of the first look.
Result<void> Classifier::State::LookAgain(const Picture& picture, const Region& whole,
                                          Classification& result) {
  const size_t classes = scores.size();
  TRY_ASSIGN(auto looks, Buffer<float>::Create(kMostLooks * classes));
  std::vector<Rectangle> seen{result.seen};
  std::ranges::copy(scores.span(), looks.data());
  for (const Framing& framing : FurtherLooks(whole)) {
    TRY_ASSIGN(const Look look, LookAt(picture, framing, result.timings));
    std::ranges::copy(scores.span(), looks.data() + seen.size() * classes);
    seen.push_back(SeenPart(look.frame));
  }
  const size_t decisive = MixScores(std::as_const(looks).span(), scores.span());
  result.looks = static_cast<int>(seen.size());
  if (decisive != 0) result.decisive = Inside(seen[decisive], picture.upright);
  return {};
}

Result<void> Classifier::State::Check(const ClassifyOptions& options) const {
  if (options.top_k < 1) {
    return Fail(error_code::kCallBadArgument,
                {"top_k is ", options.top_k, "; at least 1 prediction is made"});
  }
  if (!(options.score_threshold >= 0 && options.score_threshold <= 1)) {
    return Fail(error_code::kCallBadArgument, "score_threshold is not between 0 and 1");
  }
  if (!(options.level >= 0 && options.level <= 1)) {
    return Fail(error_code::kCallBadArgument, "level is not between 0 and 1");
  }
  if (options.timeout_seconds && !(*options.timeout_seconds > 0)) {
    return Fail(error_code::kCallBadArgument, "timeout_seconds is not above 0");
  }
  if (options.embedding && model.embedding_size == 0) return NoEmbedding();
  const int index = options.heat_map_class.value_or(0);
  const auto classes = static_cast<int>(model.classes);
  if (index >= 0 && index < classes) return {};
  return Fail(error_code::kCallBadArgument,
              {"a heat map of class ", index, "; the classes are 0 to ", classes - 1});
}

Answer Classifier::State::AnswerOf(const ClassifyOptions& options) const {
  // A taught network has limits of its own in the place of the level.
  const double level = model.unknown ? 0 : options.level;
  const Node node = AnswerAt(level, scores.span(), model.groups);
  if (IsUnknown(model, network->embedding(), scores.span())) {
    return {.label = {}, .score = node.score, .unknown = true};
  }
  Answer answer{.label = {}, .score = node.score, .index = node.index, .group = std::nullopt};
  if (node.index) answer.label = Shown(model.LabelsFor(options.language)[*node.index]);
  if (node.group) {
    const ClassGroup& group = model.groups[*node.group];
    answer.label = model.NameOf(group, options.language);
    answer.group = group.id;
  }
  answer.unknown = !node.index && !node.group;
  return answer;
}

std::vector<Prediction> Classifier::State::BestLabels(const ClassifyOptions& options) const {
  auto best = TopK(scores.span(), static_cast<size_t>(options.top_k));
  std::erase_if(best, [&](const auto& each) { return each.score < options.score_threshold; });
  const auto& labels = model.LabelsFor(options.language);
  for (Prediction& prediction : best) prediction.label = Shown(labels[prediction.index]);
  return best;
}

Result<HeatMap> Classifier::State::MapOf(std::span<const float> features, int class_index) const {
  const Dense* dense = HeatMapLayer(model.graph);
  if (dense == nullptr) {
    return Fail(error_code::kModelNoHeatMap,
                "a heat map needs a network that ends in global average pooling and one dense "
                "layer, with 'features' named in the file");
  }
  const ValueShape shape = network->features_shape();
  TRY_ASSIGN(const auto weights, ClassWeights(model, *dense, class_index));
  TRY_ASSIGN(HeatMap map, ClassActivationMap(features, static_cast<int>(shape.height),
                                             static_cast<int>(shape.width), weights.span()));
  TRY_ASSIGN(map.colored, ColorHeatMap(map, preprocess.crop_width_px, preprocess.crop_height_px));
  TRY_ASSIGN(map.legend, HeatMapLegend());
  return map;
}

std::vector<std::string> Classifier::PathTo(const Answer& answer, std::string_view language) const {
  const Model& model = state_->model;
  std::vector<std::string> path;
  std::optional<int> place;
  if (answer.index && *answer.index >= 0 && std::cmp_less(*answer.index, model.classes)) {
    path.emplace_back(state_->Shown(model.LabelsFor(language)[*answer.index]));
    place = GroupOfClass(model.groups, *answer.index);
  } else if (answer.group) {
    place = PlaceOfGroup(model.groups, *answer.group);
  }
  for (; place; place = model.groups[*place].parent) {
    path.push_back(model.NameOf(model.groups[*place], language));
  }
  std::ranges::reverse(path);
  return path;
}

Result<Buffer<uint8_t>> Classifier::WithLesson(const Lesson& lesson) const {
  return WriteTaughtFile(state_->model, lesson);
}

std::span<const float> Classifier::scores() const { return state_->scores.span(); }
const ModelDescription& Classifier::description() const { return state_->model; }
const PreprocessSpec& Classifier::preprocess() const { return state_->preprocess; }
const Model& Classifier::model() const { return state_->model; }

Classifier::Classifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;
Classifier::~Classifier() = default;

}  // namespace glance
