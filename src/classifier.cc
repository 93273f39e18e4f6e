#include "classifier.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <variant>

#include "base/error_codes.h"
#include "postprocess/scores.h"
#include "preprocess/framing.h"
#include "preprocess/preprocess_spec.h"
#include "preprocess/view.h"

namespace glance {
namespace {

constexpr int kMaxThreads = 64;
constexpr int kMinResolution = 32;
constexpr int kMaxResolution = 1024;

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

Result<void> CheckOptions(const ClassifierOptions& options) {
  if (options.threads < 1 || options.threads > kMaxThreads) {
    return Fail(error_code::kCallBadArgument,
                {options.threads, " threads; want 1 to ", kMaxThreads});
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

// The dense layer that writes the logits from the global average of the features, or nullptr.
const Dense* HeatMapLayer(const Graph& graph) {
  const auto writer = [&](ValueId id) {
    return std::find_if(graph.operations.begin(), graph.operations.end(),
                        [id](const Operation& operation) { return operation.output == id; });
  };
  const auto last = writer(graph.logits);
  if (graph.features == kNone || last == graph.operations.end()) return nullptr;
  const auto* dense = std::get_if<Dense>(&last->kind);
  if (dense == nullptr) return nullptr;
  const auto before = writer(dense->input);
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

}  // namespace

Result<Classifier> Classifier::Load(Buffer<uint8_t> model_file, const ClassifierOptions& options) {
  TRY(CheckOptions(options));
  Classifier classifier;
  TRY_ASSIGN(Model model, LoadModel(std::move(model_file)));
  classifier.model_ = std::make_unique<Model>(std::move(model));
  classifier.preprocess_ = AtResolution(classifier.model_->preprocess, options.resolution);
  const NetworkOptions network_options{
      .height_px = static_cast<uint32_t>(classifier.preprocess_.crop_height_px),
      .width_px = static_cast<uint32_t>(classifier.preprocess_.crop_width_px),
      .threads = options.threads};
  TRY_ASSIGN(classifier.network_, Network::Create(*classifier.model_, network_options));
  TRY_ASSIGN(classifier.scores_, Buffer<float>::Create(classifier.model_->classes));
  return classifier;
}

Result<Classification> Classifier::Classify(ByteSpan picture, const ClassifyOptions& options) {
  Stopwatch stopwatch;
  TRY_ASSIGN(const DecodedPicture decoded, DecodeAsStored(picture, options.limits));
  const double decode_ms = stopwatch.Lap();
  TRY_ASSIGN(Classification result,
             ClassifyStored(decoded.image, decoded.exif_orientation, options));
  result.exif_orientation = decoded.exif_orientation;
  result.alpha_dropped = decoded.alpha_dropped;
  result.timings.decode_ms = decode_ms;
  result.timings.total_ms += decode_ms;
  return result;
}

Result<Classification> Classifier::ClassifyImage(const Image& image,
                                                 const ClassifyOptions& options) {
  return ClassifyStored(image, /*exif_orientation=*/1, options);
}

Result<Classification> Classifier::ClassifyStored(const Image& image, int exif_orientation,
                                                  const ClassifyOptions& options) {
  TRY(Check(options));
  Stopwatch stopwatch;
  const Size upright = UprightSize(image, exif_orientation);
  TRY_ASSIGN(const Frame frame, FrameOf(upright, preprocess_, options.framing));
  TRY_ASSIGN(std::optional<Image> view, RenderView(image, frame, preprocess_, exif_orientation));
  TRY(Normalize(*view, preprocess_, network_->input()));
  if (!options.view) view.reset();
  const double preprocess_ms = stopwatch.Lap();
  TRY(network_->Run());
  const double infer_ms = stopwatch.Lap();
  TRY_ASSIGN(Classification result, Predict(options));
  result.width_px = upright.width_px;
  result.height_px = upright.height_px;
  result.seen = SeenPart(frame);
  result.view = std::move(view);
  const double postprocess_ms = stopwatch.Lap();
  result.timings = {.preprocess_ms = preprocess_ms,
                    .infer_ms = infer_ms,
                    .total_ms = preprocess_ms + infer_ms + postprocess_ms};
  return result;
}

Result<void> Classifier::Check(const ClassifyOptions& options) const {
  if (options.top_k < 1) {
    return Fail(error_code::kCallBadArgument,
                {"top_k is ", options.top_k, "; at least 1 prediction is made"});
  }
  const int index = options.heat_map_class.value_or(0);
  const auto classes = static_cast<int>(scores_.size());
  if (index >= 0 && index < classes) return {};
  return Fail(error_code::kCallBadArgument,
              {"a heat map of class ", index, "; the classes are 0 to ", classes - 1});
}

Result<Classification> Classifier::Predict(const ClassifyOptions& options) {
  Classification result;
  Softmax(network_->logits(), scores_.span());
  const auto& labels = model_->LabelsFor(options.language);
  for (const Prediction& best : TopK(scores(), static_cast<size_t>(options.top_k))) {
    result.predictions.push_back(
        {best.index, std::string(ShortLabel(labels[best.index])), best.score});
  }
  result.entropy_bits = EntropyBits(scores());
  if (options.heat_map) {
    const int best = result.predictions.front().index;
    TRY_ASSIGN(result.heat_map, MapOf(options.heat_map_class.value_or(best)));
  }
  return result;
}

Result<HeatMap> Classifier::MapOf(int class_index) const {
  const Dense* dense = HeatMapLayer(model_->graph);
  if (dense == nullptr) {
    return Fail(error_code::kModelNoHeatMap,
                "a heat map needs a network that ends in global average pooling and one dense "
                "layer, with 'features' named in the file");
  }
  const ValueShape shape = network_->features_shape();
  TRY_ASSIGN(const auto weights, ClassWeights(*model_, *dense, class_index));
  TRY_ASSIGN(HeatMap map, ClassActivationMap(network_->features(), static_cast<int>(shape.height),
                                             static_cast<int>(shape.width), weights.span()));
  TRY_ASSIGN(map.colored, ColorHeatMap(map, preprocess_.crop_width_px, preprocess_.crop_height_px));
  TRY_ASSIGN(map.legend, HeatMapLegend());
  return map;
}

Result<std::vector<ValueShape>> Classifier::ValueShapes() const {
  return InferShapes(*model_, static_cast<uint32_t>(preprocess_.crop_height_px),
                     static_cast<uint32_t>(preprocess_.crop_width_px));
}

}  // namespace glance
