// The WebAssembly interface: the only Embind file, and the only place where names become
// JavaScript's. Every call returns an object: { ok: true, ... } or { ok: false, code, message }.
// Picture and model bytes are passed as a block from allocate(); the callee owns it from then on.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "classify_options.h"
#include "glance/classifier.h"
#include "image/sniff.h"
#include "model/model.h"

namespace {

using emscripten::val;
using glance::Buffer;
using glance::Error;
using glance::OptionValue;
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

val ListOf(const std::vector<glance::Prediction>& predictions) {
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
  object.set("colored", ObjectOf(*map.colored));
  object.set("legend", ObjectOf(*map.legend));
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

val ListOf(const std::vector<glance::Note>& notes) {
  val list = val::array();
  for (const auto& note : notes) {
    val object = val::object();
    object.set("code", note.code);
    object.set("message", note.message);
    list.call<void>("push", object);
  }
  return list;
}

val ObjectOf(const Result<glance::Classification>& result) {
  if (!result) return Failure(result.error());
  val object = val::object();
  object.set("ok", true);
  object.set("width", result->width_px);
  object.set("height", result->height_px);
  object.set("predictions", ListOf(result->predictions));
  object.set("timings", ObjectOf(result->timings));
  object.set("notes", ListOf(result->notes));
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

// top_k -> topK.
std::string CamelCase(std::string_view name) {
  std::string camel;
  bool is_first = false;
  for (const char letter : name) {
    if (letter != '_') camel += is_first ? static_cast<char>(letter - 'a' + 'A') : letter;
    is_first = letter == '_';
  }
  return camel;
}

// [x, y, width, height]; nothing when one of them is not a whole number.
std::optional<OptionValue> ReadRegion(const val& list) {
  int sides[4] = {};
  for (int i = 0; i < 4; ++i) {
    const val side = list[i];
    const double number = side.isNumber() ? side.as<double>() : 0.5;
    sides[i] = static_cast<int>(std::clamp(number, -2e9, 2e9));
    if (sides[i] != number) return std::nullopt;
  }
  return glance::Region{sides[0], sides[1], sides[2], sides[3]};
}

std::optional<OptionValue> ReadValue(const val& value) {
  if (value.isNumber()) return value.as<double>();
  if (value.isString()) return value.as<std::string>();
  if (value.isTrue() || value.isFalse()) return value.isTrue();
  return ReadRegion(value);
}

// Sets the option by the member of `options` that has its name in JavaScript, if there is one.
Result<void> Read(const val& options, const char* js_name, std::string_view name,
                  glance::ClassifyOptions& read) {
  const val member = options[js_name];
  if (member.isUndefined()) return {};
  const glance::NamedOption& option = *glance::FindOption(name);
  const auto value = ReadValue(member);
  if (value && option.set(read, *value)) return {};
  return glance::Refused(option, js_name, member.call<std::string>("toString"));
}

// `options`: see ClassifyOptions of web/library/types.ts. JavaScript has one option `heatmap`, true
// or the index of a class, for two of ours.
Result<glance::ClassifyOptions> ReadOptions(const val& options) {
  glance::ClassifyOptions read;
  const bool has_class = options["heatmap"].isNumber();
  TRY(Read(options, "heatmap", has_class ? "heat_map_class" : "heat_map", read));
  if (has_class) read.heat_map = true;
  for (const glance::NamedOption& option : glance::NamedOptions()) {
    TRY(Read(options, CamelCase(option.name).c_str(), option.name, read));
  }
  return read;
}

val Load(Buffer<uint8_t> file, const glance::LoadOptions& options);

// The words of models/FORMAT.md, for people.
val ListOf(const std::array<float, 3>& values) {
  val list = val::array();
  for (const float value : values) list.call<void>("push", value);
  return list;
}

val ObjectOf(const glance::PreprocessSpec& spec) {
  const auto name = [](glance::Rounding rounding) {
    return rounding == glance::Rounding::kFloor ? "floor" : "nearest";
  };
  val size = val::array();
  size.call<void>("push", spec.crop_height_px);
  size.call<void>("push", spec.crop_width_px);
  val object = val::object();
  object.set("input_size", size);
  object.set("resize_shorter", spec.resize_shorter_px);
  object.set("filter", spec.filter == glance::ResampleFilter::kBicubic ? "bicubic" : "bilinear");
  object.set("longer_side", name(spec.longer_side));
  object.set("crop_offset", name(spec.crop_offset));
  object.set("mean", ListOf(spec.mean));
  object.set("std", ListOf(spec.std));
  return object;
}

// Only what the file says.
val ObjectOf(const glance::ModelSource& source) {
  val object = val::object();
  if (!source.package.empty()) object.set("package", source.package);
  if (!source.url.empty()) object.set("url", source.url);
  if (!source.file.empty()) object.set("file", source.file);
  if (!source.sha256.empty()) object.set("sha256", source.sha256);
  return object;
}

// Copies share one classifier: Embind hands objects to JavaScript by copying them.
class ClassifierHandle {
 public:
  ClassifierHandle(glance::Classifier classifier, const glance::LoadOptions& options)
      : classifier_(std::make_shared<glance::Classifier>(std::move(classifier))),
        options_(options) {}

  // A refusal with image/unsupported-format names the format: { ..., format: "a WebP picture" }.
  val ClassifyEncoded(uintptr_t address, uint32_t byte_count, const val& options) {
    const auto file = TakeBlock(address, byte_count);
    const auto read = ReadOptions(options);
    if (!read) return Failure(read.error());
    const auto result = classifier_->Classify(file.span(), *read);
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
    const auto read = ReadOptions(options);
    if (!read) return Failure(read.error());
    return ObjectOf(classifier_->ClassifyRgba(std::move(rgba), width_px, height_px, *read));
  }

  // A second classifier of the same weights on another number of threads; as LoadModel.
  val WithThreads(int threads) const {
    auto file = Buffer<uint8_t>::CopyOf(classifier_->model().file.span());
    if (!file) return Failure(file.error());
    return Load(*std::move(file), {.threads = threads, .resolution = options_.resolution});
  }

  // ModelDescription of web/library/types.ts, but for what only the file's bytes tell.
  val Describe() const {
    const glance::ModelDescription& model = classifier_->description();
    val languages = val::array();
    for (const auto& [language, list] : model.labels) languages.call<void>("push", language);
    val object = val::object();
    object.set("name", model.name);
    object.set("architecture", model.architecture);
    object.set("license", model.license);
    object.set("source", ObjectOf(model.source));
    object.set("preprocessing", ObjectOf(model.preprocess));
    object.set("inputHeight", classifier_->preprocess().crop_height_px);
    object.set("inputWidth", classifier_->preprocess().crop_width_px);
    object.set("classes", model.classes);
    object.set("languages", languages);
    return object;
  }

  // { en: [label of class 0, ...], ... }, as the weight file has them.
  val Labels() const {
    val object = val::object();
    for (const auto& [language, labels] : classifier_->description().labels) {
      val list = val::array();
      for (const auto& label : labels) list.call<void>("push", label);
      object.set(language, list);
    }
    return object;
  }

 private:
  std::shared_ptr<glance::Classifier> classifier_;
  glance::LoadOptions options_;
};

val Load(Buffer<uint8_t> file, const glance::LoadOptions& options) {
  auto classifier = glance::Classifier::Load(std::move(file), options);
  if (!classifier) return Failure(classifier.error());
  val object = val::object();
  object.set("ok", true);
  object.set("classifier", val(ClassifierHandle(*std::move(classifier), options)));
  return object;
}

// `options`: { threads, resolution }, both optional.
val LoadModel(uintptr_t address, uint32_t byte_count, const val& options) {
  glance::LoadOptions read;
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
      .function("describe", &ClassifierHandle::Describe)
      .function("labels", &ClassifierHandle::Labels);
}
