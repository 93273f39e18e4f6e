// The WebAssembly interface of all but teaching (glance_teach.cc); here names become JavaScript's.
// Every call returns an object: { ok: true, ... } or { ok: false, code, message }.
// Picture and model bytes are passed as a block from allocate(); the callee owns it from then on.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "base/result.h"
#include "bindings/values.h"
#include "classify_options.h"
#include "glance/classifier.h"
#include "image/sniff.h"
#include "model/model.h"

namespace {

using emscripten::val;
using glance::Allocate;
using glance::ArrayOf;
using glance::Buffer;
using glance::Failure;
using glance::OptionKind;
using glance::OptionValue;
using glance::Push;
using glance::Result;
using glance::Set;
using glance::TakeBlock;
using glance::WholeNumber;

val ObjectOf(const glance::Answer& answer) {
  val object = val::object();
  Set(object, "label", answer.label);
  Set(object, "score", answer.score);
  Set(object, "index", answer.index ? val(*answer.index) : val::null());
  Set(object, "group", answer.group ? val(*answer.group) : val::null());
  Set(object, "unknown", val(answer.unknown));
  return object;
}

val ListOf(const std::vector<glance::Prediction>& predictions) {
  val list = val::array();
  for (const auto& prediction : predictions) {
    val object = val::object();
    Set(object, "index", prediction.index);
    Set(object, "label", prediction.label);
    Set(object, "score", prediction.score);
    Push(list, object);
  }
  return list;
}

val ObjectOf(const glance::Timings& timings) {
  val object = val::object();
  Set(object, "decode", timings.decode_ms);
  Set(object, "preprocess", timings.preprocess_ms);
  Set(object, "infer", timings.infer_ms);
  Set(object, "total", timings.total_ms);
  return object;
}

val ObjectOf(const glance::Image& image) {
  val object = val::object();
  Set(object, "width", image.width_px());
  Set(object, "height", image.height_px());
  Set(object, "rgb", ArrayOf(image.pixels()));
  return object;
}

val ObjectOf(const glance::HeatMap& map) {
  val object = val::object();
  Set(object, "width", map.width);
  Set(object, "height", map.height);
  Set(object, "values", ArrayOf(map.values.span()));
  Set(object, "colored", ObjectOf(*map.colored));
  Set(object, "legend", ObjectOf(*map.legend));
  return object;
}

val ObjectOf(const glance::Rectangle& rectangle) {
  val object = val::object();
  Set(object, "x", rectangle.x);
  Set(object, "y", rectangle.y);
  Set(object, "width", rectangle.width);
  Set(object, "height", rectangle.height);
  return object;
}

val ListOf(const std::vector<glance::Note>& notes) {
  val list = val::array();
  for (const auto& note : notes) {
    val object = val::object();
    Set(object, "code", note.code);
    Set(object, "message", note.message);
    Push(list, object);
  }
  return list;
}

val ObjectOf(const Result<glance::Classification>& result) {
  if (!result) return Failure(result.error());
  val object = val::object();
  Set(object, "ok", val(true));
  Set(object, "width", result->width_px);
  Set(object, "height", result->height_px);
  Set(object, "answer", ObjectOf(result->answer));
  Set(object, "predictions", ListOf(result->predictions));
  Set(object, "timings", ObjectOf(result->timings));
  Set(object, "notes", ListOf(result->notes));
  Set(object, "entropy", result->entropy_bits);
  Set(object, "seen", ObjectOf(result->seen));
  Set(object, "looks", result->looks);
  Set(object, "decisive", result->decisive ? ObjectOf(*result->decisive) : val::null());
  if (result->view) Set(object, "view", ObjectOf(*result->view));
  if (!result->embedding.empty()) {
    Set(object, "embedding", ArrayOf(result->embedding.span()));
  }
  if (!result->fingerprint.empty()) {
    Set(object, "fingerprint", ArrayOf(result->fingerprint.span()));
  }
  if (result->heat_map) Set(object, "heatmap", ObjectOf(*result->heat_map));
  return object;
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
    const auto side = WholeNumber(list[i]);
    if (!side) return std::nullopt;
    sides[i] = *side;
  }
  return OptionValue{.kind = OptionKind::kRegion,
                     .region = {sides[0], sides[1], sides[2], sides[3]}};
}

// Nothing for what no option takes.
std::optional<OptionValue> ReadValue(const val& value) {
  OptionValue read;
  if (value.isNull()) return std::nullopt;
  if (value.isNumber()) {
    read.kind = OptionKind::kNumber;
    read.number = value.as<double>();
  } else if (value.isString()) {
    read.kind = OptionKind::kText;
    read.text = value.as<std::string>();
  } else if (value.isTrue() || value.isFalse()) {
    read.number = value.isTrue() ? 1 : 0;
  } else {
    return ReadRegion(value);
  }
  return read;
}

// Sets the option by the member of `options` that has its name in JavaScript, if there is one.
Result<void> Read(const val& options, const char* js_name, std::string_view name,
                  glance::ClassifyOptions& read) {
  const val member = options[js_name];
  if (member.isUndefined()) return {};
  const glance::NamedOption& option = *glance::FindOption(name);
  const auto value = ReadValue(member);
  if (value && glance::SetOption(read, option, *value)) return {};
  return glance::Refused(option, js_name, val::global("String")(member).as<std::string>());
}

// `options`: see ClassifyOptions of web/library/types.ts. JavaScript has one option `heatmap`, true
// or the index of a class, for two of ours.
Result<glance::ClassifyOptions> ReadOptions(const val& options) {
  glance::ClassifyOptions read;
  const char* heat_map = "heatmap";
  const bool has_class = options[heat_map].isNumber();
  TRY(Read(options, heat_map, has_class ? "heat_map_class" : "heat_map", read));
  if (has_class) read.heat_map = true;
  for (const glance::NamedOption& option : glance::NamedOptions()) {
    TRY(Read(options, CamelCase(option.name).c_str(), option.name, read));
  }
  return read;
}

val Load(Buffer<uint8_t> file, const glance::LoadOptions& options);

val ListOf(const std::array<float, 3>& values) {
  val list = val::array();
  for (const float value : values) Push(list, value);
  return list;
}

// `preprocess` of models/FORMAT.md.
val ObjectOf(const glance::PreprocessSpec& spec) {
  val size = val::array();
  Push(size, spec.crop_height_px);
  Push(size, spec.crop_width_px);
  val object = val::object();
  Set(object, "input_size", size);
  Set(object, "resize_shorter", spec.resize_shorter_px);
  Set(object, "filter", glance::NameOf(spec.filter));
  Set(object, "longer_side", glance::NameOf(spec.longer_side));
  Set(object, "crop_offset", glance::NameOf(spec.crop_offset));
  Set(object, "mean", ListOf(spec.mean));
  Set(object, "std", ListOf(spec.std));
  return object;
}

// Only what the file says.
val ObjectOf(const glance::ModelSource& source) {
  val object = val::object();
  const std::pair<const char*, const std::string&> said[] = {{"package", source.package},
                                                             {"url", source.url},
                                                             {"file", source.file},
                                                             {"sha256", source.sha256}};
  for (const auto& [name, text] : said) {
    if (!text.empty()) Set(object, name, text);
  }
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
      if (format) Set(object, "format", std::string(format->name));
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
    glance::LoadOptions options = options_;
    options.threads = threads;
    return Load(*std::move(file), options);
  }

  // ModelDescription of web/shared/results.ts, but for what the file's bytes and the labels tell;
  // and whether it was taught, so that its labels are shown whole.
  val Describe() const {
    const glance::ModelDescription& model = classifier_->description();
    val object = val::object();
    Set(object, "name", model.name);
    Set(object, "architecture", model.architecture);
    Set(object, "license", model.license);
    Set(object, "source", ObjectOf(model.source));
    Set(object, "preprocessing", ObjectOf(model.preprocess));
    Set(object, "inputHeight", classifier_->preprocess().crop_height_px);
    Set(object, "inputWidth", classifier_->preprocess().crop_width_px);
    Set(object, "classes", model.classes);
    Set(object, "embeddingSize", model.embedding_size);
    Set(object, "taught", val(classifier_->model().unknown.has_value()));
    return object;
  }

  // { en: [label of class 0, ...], ... }, as the weight file has them.
  val Labels() const {
    val object = val::object();
    for (const auto& [language, labels] : classifier_->description().labels) {
      val list = val::array();
      for (const auto& label : labels) Push(list, label);
      Set(object, language.c_str(), list);
    }
    return object;
  }

  // [{ id, names: { en: ... }, parent: id or null, classes: [index, ...] }, ...]
  val Groups() const {
    const auto& groups = classifier_->description().groups;
    val list = val::array();
    for (const glance::ClassGroup& group : groups) {
      val object = val::object();
      Set(object, "id", group.id);
      val names = val::object();
      for (const auto& [language, name] : group.names) Set(names, language.c_str(), name);
      Set(object, "names", names);
      Set(object, "parent", group.parent ? val(groups[*group.parent].id) : val::null());
      val classes = val::array();
      for (const int index : group.classes) Push(classes, index);
      Set(object, "classes", classes);
      Push(list, object);
    }
    return list;
  }

 private:
  std::shared_ptr<glance::Classifier> classifier_;
  glance::LoadOptions options_;
};

val Load(Buffer<uint8_t> file, const glance::LoadOptions& options) {
  auto classifier = glance::Classifier::Load(std::move(file), options);
  if (!classifier) return Failure(classifier.error());
  val object = val::object();
  Set(object, "ok", val(true));
  Set(object, "classifier", val(ClassifierHandle(*std::move(classifier), options)));
  return object;
}

// `options`: { threads, resolution, networkBudget }, all optional.
val LoadModel(uintptr_t address, uint32_t byte_count, const val& options) {
  auto file = TakeBlock(address, byte_count);
  glance::LoadOptions read;
  const std::pair<const char*, int&> members[] = {{"threads", read.threads},
                                                  {"resolution", read.resolution},
                                                  {"networkBudget", read.network_budget}};
  for (const auto& [name, target] : members) {
    const val member = options[name];
    if (member.isUndefined()) continue;
    const auto whole = WholeNumber(member);
    if (!whole) {
      return Failure(
          glance::Fail(glance::error_code::kCallBadArgument, {name, " is not a whole number"})
              .error());
    }
    target = *whole;
  }
  return Load(std::move(file), read);
}

std::string Version() { return GLANCE_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(glance) {
  emscripten::function("allocate", &Allocate);
  emscripten::function("loadModel", &LoadModel);
  emscripten::function("version", &Version);
  emscripten::class_<ClassifierHandle>("Classifier")
      .function("classifyEncoded", &ClassifierHandle::ClassifyEncoded)
      .function("classifyRgba", &ClassifierHandle::ClassifyRgba)
      .function("withThreads", &ClassifierHandle::WithThreads)
      .function("describe", &ClassifierHandle::Describe)
      .function("labels", &ClassifierHandle::Labels)
      .function("groups", &ClassifierHandle::Groups);
}
