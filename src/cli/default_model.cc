#include "cli/default_model.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/error_codes.h"

namespace glance::cli {
namespace {

constexpr char kFileName[] = "efficientnet-lite0.safetensors";

std::filesystem::path ProgramFolder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path(".") : program.parent_path();
}

}  // namespace

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
              std::string("no ") + kFileName +
                  " beside the program: make it with `make model` or name a file with --model");
}

}  // namespace glance::cli
