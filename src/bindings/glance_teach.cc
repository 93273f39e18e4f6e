// Teaching, in a WebAssembly module of its own with glance_likeness.cc: it is loaded when somebody
// first asks for one of them. It runs no network: embeddings and the weight file of the base come
// in, a lesson and its weight file go out. As in glance_core.cc, calls return { ok: true, ... } or
// { ok: false, code, message } and own the blocks that they are given.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bindings/values.h"
#include "glance/teacher.h"
#include "model/model.h"
#include "teach/lesson.h"
#include "teach/lesson_text.h"
#include "teach/taught_file.h"

namespace {

using emscripten::val;
using glance::Allocate;
using glance::Failure;
using glance::Floats;
using glance::Set;
using glance::TakeBlock;
using glance::TakeFloats;

void Release(uintptr_t address) {
  std::free(reinterpret_cast<void*>(address));  // NOLINT(performance-no-int-to-ptr)
}

std::vector<std::string> TextsOf(const val& list) {
  std::vector<std::string> texts;
  const int count = glance::WholeNumber(list["length"]).value_or(0);
  for (int i = 0; i < count; ++i) texts.push_back(list[i].as<std::string>());
  return texts;
}

// `options`: { noneLabel, lost }, both optional.
glance::TeachOptions ReadOptions(const val& options, const val& on_progress) {
  glance::TeachOptions read;
  if (options["lost"].isNumber()) read.lost = options["lost"].as<double>();
  if (options["noneLabel"].isString()) read.none_label = options["noneLabel"].as<std::string>();
  read.on_progress = [&on_progress](double part) {
    on_progress(part);
    return true;
  };
  return read;
}

// One block has the weight file of the base, the other embeddings that it gave, float32, with
// `labels`; `on_progress` is called with 0 to 1. Returns { ok, lesson: JSON of
// src/teach/lesson_text.h, weights: the weight file }.
val Teach(uintptr_t file_address, uint32_t file_byte_count, uintptr_t address, uint32_t byte_count,
          const val& labels, const val& options, const val& on_progress) {
  auto file = TakeBlock(file_address, file_byte_count);
  auto embeddings = TakeFloats(address, byte_count);
  const auto base = glance::LoadModel(std::move(file));
  if (!base) return Failure(base.error());
  const auto lesson = glance::TeachInPlace(std::move(embeddings), base->embedding_size,
                                           TextsOf(labels), ReadOptions(options, on_progress));
  if (!lesson) return Failure(lesson.error());
  const auto taught = glance::WriteTaughtFile(*base, *lesson);
  if (!taught) return Failure(taught.error());
  val object = val::object();
  Set(object, "ok", val(true));
  Set(object, "lesson", glance::LessonJson(*lesson));
  Set(object, "weights", glance::ArrayOf(taught->span()));
  return object;
}

// One block has a weight file that was taught, the other embeddings of its base, float32, with
// `labels`. Returns { ok, evaluation: JSON of src/teach/lesson_text.h }.
val EvaluateTaught(uintptr_t file_address, uint32_t file_byte_count, uintptr_t address,
                   uint32_t byte_count, const val& labels) {
  auto file = TakeBlock(file_address, file_byte_count);
  const auto block = TakeBlock(address, byte_count);
  const auto model = glance::LoadModel(std::move(file));
  if (!model) return Failure(model.error());
  const auto found = glance::EvaluateTaught(*model, Floats(block), TextsOf(labels));
  if (!found) return Failure(found.error());
  val object = val::object();
  Set(object, "ok", val(true));
  Set(object, "evaluation", glance::EvaluationJson(found->evaluation, found->unknown));
  return object;
}

}  // namespace

EMSCRIPTEN_BINDINGS(glance_teach) {
  emscripten::function("allocate", &Allocate);
  emscripten::function("release", &Release);
  emscripten::function("teach", &Teach);
  emscripten::function("evaluateTaught", &EvaluateTaught);
}
