#include "cli/model_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>

#include "base/error_codes.h"
#include "cli/files.h"

namespace glance::cli {
namespace {

constexpr char kFileName[] = "efficientnet-lite0.safetensors";

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

}  // namespace

Result<Classifier> LoadClassifier(const Arguments& arguments) {
  TRY_ASSIGN(const std::string path, ModelPath(arguments.model_path));
  TRY_ASSIGN(auto bytes, ReadWeights(path, arguments.network_budget));
  auto classifier =
      Classifier::Load(std::move(bytes), {.threads = ThreadCount(arguments.threads),
                                          .resolution = arguments.resolution,
                                          .network_budget = arguments.network_budget});
  if (classifier) return classifier;
  return Fail(classifier.error().code, {"'", path, "': ", classifier.error().message});
}

int ThreadCount(int requested) {
  constexpr int kMaxDefault = 8;
  if (requested > 0) return requested;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxDefault);
}

}  // namespace glance::cli
