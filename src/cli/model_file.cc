#include "cli/model_file.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>
#include <thread>

#include "base/error_codes.h"
#include "cli/files.h"

namespace glance::cli {
namespace {

constexpr char kFileName[] = "efficientnet-lite0.safetensors";
// What other programs write, which tools/convert_model.py reads or says how to export.
constexpr std::string_view kUnconverted[] = {".onnx",  ".pt",     ".pth",    ".bin",
                                             ".keras", ".tflite", ".h5",     ".hdf5",
                                             ".pkl",   ".ckpt",   ".mlmodel"};

std::filesystem::path ProgramFolder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path(".") : program.parent_path();
}

Result<std::string> ModelPath(const std::string& chosen) {
  if (!chosen.empty()) return chosen;
  const char* variable = std::getenv("GLANCE_MODEL");
  if (variable != nullptr && *variable != '\0') return variable;
  const auto folder = ProgramFolder();
  for (const char* place : {"models", "../models", "../share/glance/models"}) {
    std::error_code error;
    const auto path = (folder / place / kFileName).lexically_normal();
    if (std::filesystem::is_regular_file(path, error)) return path.string();
  }
  return Fail(error_code::kFileUnreadable,
              {"no ", kFileName,
               " beside the program: make it with `make model` or name a file with --model"});
}

bool IsWordOfShell(const std::string& text) {
  return std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::strchr("/._-", c) != nullptr || c > 127;
  });
}

// `text` as a shell wants it: within quotes where it holds more than usual names do.
std::string Quoted(const std::string& text) {
  if (IsWordOfShell(text)) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Of a folder, or of a list, that may be several.
bool HasSeveralPictures(const Arguments& arguments) {
  switch (arguments.command) {
    case Command::kBench:
      return false;
    case Command::kClassify:
    case Command::kEmbed:
    case Command::kTag:
      return arguments.files.size() > 1 || arguments.files.front() == "-";
    default:
      return true;
  }
}

}  // namespace

std::unexpected<Error> RefuseWeights(const std::string& path, const Error& error) {
  const std::filesystem::path file(path);
  std::string kind = file.extension().string();
  std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return std::tolower(c); });
  if (error.code != error_code::kModelNotSafetensors ||
      std::ranges::find(kUnconverted, kind) == std::end(kUnconverted)) {
    return Fail(error.code, {"'", path, "': ", error.message});
  }
  const std::string converted = std::filesystem::path(file).replace_extension("safetensors");
  return Fail(error.code, {"'", path, "': convert it first: tools/convert_model.py ", Quoted(path),
                           " -o ", Quoted(converted)});
}

Result<Classifier> LoadClassifier(const Arguments& arguments) {
  TRY_ASSIGN(const std::string path, ModelPath(arguments.model_path));
  TRY_ASSIGN(auto bytes, ReadWeights(path, arguments.network_budget));
  const int threads = HasSeveralPictures(arguments) ? 1 : ThreadCount(arguments.threads);
  auto classifier =
      Classifier::Load(std::move(bytes), {.threads = threads,
                                          .resolution = arguments.resolution,
                                          .network_budget = arguments.network_budget});
  if (classifier) return classifier;
  return RefuseWeights(path, classifier.error());
}

Result<Classifier> LoadAnotherClassifier(const Arguments& arguments) {
  TRY_ASSIGN(const std::string path, ModelPath(arguments.model_path));
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return Fail(error_code::kFileUnreadable, {"'", path, "' gives its content once"});
  }
  return LoadClassifier(arguments);
}

int ThreadCount(int requested) {
  constexpr int kMaxDefault = 8;
  if (requested > 0) return requested;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxDefault);
}

}  // namespace glance::cli
