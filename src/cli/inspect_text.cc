// One row a fact, for people.
#include <array>
#include <cstdio>
#include <string>

#include "cli/inspection.h"
#include "model/multiply_adds.h"

namespace glance::cli {
namespace {

std::string Languages(const Model& model) {
  std::string names;
  for (const auto& [language, list] : model.labels) {
    if (!names.empty()) names += ", ";
    names += language;
  }
  return names;
}

void Row(const char* name, const std::string& text) {
  if (!text.empty()) std::printf("%-14s %s\n", name, text.c_str());
}

std::string Triple(const std::array<float, 3>& values) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%g, %g, %g", static_cast<double>(values[0]),
                static_cast<double>(values[1]), static_cast<double>(values[2]));
  return text.data();
}

std::string Millions(uint64_t count) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.2f million", static_cast<double>(count) / 1e6);
  return text.data();
}

}  // namespace

void PrintInspectionText(const Inspection& inspection) {
  const Model& model = inspection.model;
  const PreprocessSpec& preprocess = model.preprocess;
  Row("name", model.name);
  Row("architecture", model.architecture);
  Row("input", std::to_string(preprocess.crop_height_px) + " x " +
                   std::to_string(preprocess.crop_width_px) + " RGB");
  Row("preprocessing", "shorter side to " + std::to_string(preprocess.resize_shorter_px) + " (" +
                           FilterName(preprocess.filter) + ", antialiased; longer side " +
                           RoundingName(preprocess.longer_side) + "), centre crop (offset " +
                           RoundingName(preprocess.crop_offset) + "), (pixel - (" +
                           Triple(preprocess.mean) + ")) / (" + Triple(preprocess.std) + ")");
  Row("operations", std::to_string(model.graph.operations.size()));
  Row("parameters", Millions(CountParameters(model)));
  Row("multiply-adds", Millions(CountMultiplyAdds(model, inspection.shapes)));
  Row("labels", std::to_string(model.classes) + " (" + Languages(model) + ")");
  Row("outputs", std::string("logits") + (model.graph.features != kNone ? ", features" : "") +
                     (model.graph.embedding != kNone ? ", embedding" : ""));
  Row("licence", model.license);
  Row("source", model.source.package);
  Row("source URL", model.source.url);
  Row("source file", model.source.file);
  Row("source SHA-256", model.source.sha256);
  Row("file size", std::to_string(model.file.size()) + " bytes");
  Row("file SHA-256", inspection.sha256);
}

}  // namespace glance::cli
