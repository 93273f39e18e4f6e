// The WebAssembly interface: the only Embind file, and the only place where names become
// JavaScript's. Every call returns an object: { ok: true, ... } or { ok: false, code, message }.
// Picture and model bytes are passed as a block from allocate(); the callee owns it from then on.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/error_codes.h"
#include "classifier.h"
#include "image/image.h"
#include "image/sniff.h"

namespace {

using emscripten::val;
using glance::Buffer;
using glance::Error;
using glance::Result;

val Failure(const Error& error) {
  val object = val::object();
  object.set("ok", false);
  object.set("code", error.code);
  object.set("message", error.message);
  return object;
}

// Number of bytes -> address of a block, 0 when memory is refused.
uintptr_t Allocate(uint32_t byte_count) {
  return reinterpret_cast<uintptr_t>(
      std::calloc(1, size_t{byte_count} + glance::kReadablePaddingBytes));
}

void Release(uintptr_t address) {
  std::free(reinterpret_cast<void*>(address));  // NOLINT(performance-no-int-to-ptr)
}

Buffer<uint8_t> TakeBlock(uintptr_t address, uint32_t byte_count) {
  return Buffer<uint8_t>::Adopt(reinterpret_cast<uint8_t*>(address),
                                byte_count);  // NOLINT(performance-no-int-to-ptr)
}

val ListOf(const std::vector<glance::LabelledPrediction>& predictions) {
  val list = val::array();
  for (const auto& prediction : predictions) {
    val object = val::object();
    object.set("index", prediction.index);
    object.set("label", prediction.label);
    object.set("score", prediction.score);
    list.call<void>("push", object);
  }
  return list;
}

val ObjectOf(const glance::Timings& timings) {
  val object = val::object();
  object.set("decode", timings.decode_ms);
  object.set("preprocess", timings.preprocess_ms);
  object.set("infer", timings.infer_ms);
  object.set("total", timings.total_ms);
  return object;
}

// A typed array with the values: a copy, since the heap moves when it grows.
template <typename T>
val ArrayOf(std::span<const T> values) {
  const val view(emscripten::typed_memory_view(values.size(), values.data()));
  return view.call<val>("slice");
}

val ObjectOf(const glance::Image& image) {
  val object = val::object();
  object.set("width", image.width_px());
  object.set("height", image.height_px());
  object.set("rgb", ArrayOf(image.pixels()));
  return object;
}

val ObjectOf(const glance::HeatMap& map) {
  val object = val::object();
  object.set("width", map.width);
  object.set("height", map.height);
  object.set("values", ArrayOf(map.values.span()));
  if (map.colored) object.set("colored", ObjectOf(*map.colored));
  if (map.legend) object.set("legend", ObjectOf(*map.legend));
  return object;
}

val ObjectOf(const glance::Rectangle& rectangle) {
  val object = val::object();
  object.set("x", rectangle.x);
  object.set("y", rectangle.y);
  object.set("width", rectangle.width);
  object.set("height", rectangle.height);
  return object;
}

val ObjectOf(const Result<glance::Classification>& result) {
  if (!result) return Failure(result.error());
  val object = val::object();
  object.set("ok", true);
  object.set("width", result->width_px);
  object.set("height", result->height_px);
  object.set("predictions", ListOf(result->predictions));
  object.set("timings", ObjectOf(result->timings));
  object.set("exifOrientation", result->exif_orientation);
  object.set("alphaDropped", result->alpha_dropped);
  object.set("entropy", result->entropy_bits);
  object.set("seen", ObjectOf(result->seen));
  if (result->view) object.set("view", ObjectOf(*result->view));
  if (result->heat_map) object.set("heatmap", ObjectOf(*result->heat_map));
  return object;
}

std::optional<int> NumberIn(const val& object, const char* name) {
  const val member = object[name];
  return member.isNumber() ? std::optional(member.as<int>()) : std::nullopt;
}

std::optional<glance::Region> ReadRegion(const val& region) {
  if (region.isUndefined()) return std::nullopt;
  const auto number = [&](const char* name) { return NumberIn(region, name).value_or(0); };
  return glance::Region{number("y"), number("x"), {number("height"), number("width")}};
}

glance::Fit ReadFit(const val& options) {
  const val fit = options["fit"];
  if (!fit.isString()) return glance::Fit::kCrop;
  const auto name = fit.as<std::string>();
  if (name == "squash") return glance::Fit::kSquash;
  return name == "letterbox" ? glance::Fit::kLetterbox : glance::Fit::kCrop;
}

// `options`: { topK, language, fit, region, heatmap, view }, all optional; see web/glance.d.ts.
glance::ClassifyOptions ReadOptions(const val& options) {
  glance::ClassifyOptions read;
  read.top_k = NumberIn(options, "topK").value_or(read.top_k);
  if (options["language"].isString()) read.language = options["language"].as<std::string>();
  read.framing = {ReadFit(options), ReadRegion(options["region"])};
  read.heat_map_class = NumberIn(options, "heatmap");
  read.heat_map = read.heat_map_class || options["heatmap"].isTrue();
  read.view = options["view"].isTrue();
  return read;
}

val Load(Buffer<uint8_t> file, const glance::ClassifierOptions& options);

Result<Buffer<uint8_t>> CopyOf(const Buffer<uint8_t>& bytes) {
  TRY_ASSIGN(auto copy, Buffer<uint8_t>::Create(bytes.size()));
  std::ranges::copy(bytes.span(), copy.data());
  return copy;
}

// Copies share one classifier: Embind hands objects to JavaScript by copying them.
class ClassifierHandle {
 public:
  ClassifierHandle(glance::Classifier classifier, const glance::ClassifierOptions& options)
      : classifier_(std::make_shared<glance::Classifier>(std::move(classifier))),
        options_(options) {}

  // A refusal with image/unsupported-format names the format: { ..., format: "a WebP picture" }.
  val ClassifyEncoded(uintptr_t address, uint32_t byte_count, const val& options) {
    const auto file = TakeBlock(address, byte_count);
    const auto result = classifier_->Classify(file.span(), ReadOptions(options));
    val object = ObjectOf(result);
    // The browser may decode it: say which format it is.
    if (!result && result.error().code == glance::error_code::kImageUnsupportedFormat) {
      const auto format = glance::RecogniseOtherFormat(file.span());
      if (format) object.set("format", std::string(format->name));
    }
    return object;
  }

  // `address` holds (height_px, width_px, 4) bytes, not premultiplied.
  val ClassifyRgba(uintptr_t address, int width_px, int height_px, const val& options) {
    const uint64_t byte_count =
        uint64_t{4} * static_cast<uint32_t>(width_px) * static_cast<uint32_t>(height_px);
    auto rgba = TakeBlock(address, static_cast<uint32_t>(byte_count));
    auto image = glance::ImageFromRgba(std::move(rgba), width_px, height_px);
    if (!image) return Failure(image.error());
    return ObjectOf(classifier_->ClassifyImage(*image, ReadOptions(options)));
  }

  // A second classifier of the same weights on another number of threads; as LoadModel.
  val WithThreads(int threads) const {
    auto file = CopyOf(classifier_->model().file);
    if (!file) return Failure(file.error());
    return Load(*std::move(file), {.threads = threads, .resolution = options_.resolution});
  }

  val Describe() const {
    const glance::Model& model = classifier_->model();
    val languages = val::array();
    for (const auto& [language, list] : model.labels) languages.call<void>("push", language);
    val object = val::object();
    object.set("name", model.name);
    object.set("architecture", model.architecture);
    object.set("license", model.license);
    object.set("inputHeight", classifier_->preprocess().crop_height_px);
    object.set("inputWidth", classifier_->preprocess().crop_width_px);
    object.set("classes", model.classes);
    object.set("languages", languages);
    return object;
  }

 private:
  std::shared_ptr<glance::Classifier> classifier_;
  glance::ClassifierOptions options_;
};

val Load(Buffer<uint8_t> file, const glance::ClassifierOptions& options) {
  auto classifier = glance::Classifier::Load(std::move(file), options);
  if (!classifier) return Failure(classifier.error());
  val object = val::object();
  object.set("ok", true);
  object.set("classifier", val(ClassifierHandle(*std::move(classifier), options)));
  return object;
}

// `options`: { threads, resolution }, both optional.
val LoadModel(uintptr_t address, uint32_t byte_count, const val& options) {
  glance::ClassifierOptions read;
  read.threads = NumberIn(options, "threads").value_or(read.threads);
  read.resolution = NumberIn(options, "resolution").value_or(read.resolution);
  return Load(TakeBlock(address, byte_count), read);
}

std::string Version() { return GLANCE_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(glance) {
  emscripten::function("allocate", &Allocate);
  emscripten::function("release", &Release);
  emscripten::function("loadModel", &LoadModel);
  emscripten::function("version", &Version);
  emscripten::class_<ClassifierHandle>("Classifier")
      .function("classifyEncoded", &ClassifierHandle::ClassifyEncoded)
      .function("classifyRgba", &ClassifierHandle::ClassifyRgba)
      .function("withThreads", &ClassifierHandle::WithThreads)
      .function("describe", &ClassifierHandle::Describe);
}
