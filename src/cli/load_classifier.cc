#include "cli/load_classifier.h"

#include <algorithm>
#include <thread>

#include "cli/commands.h"
#include "cli/default_model.h"
#include "cli/files.h"

namespace glance::cli {

int ThreadCount(int requested) {
  constexpr int kMaxDefault = 8;
  if (requested > 0) return requested;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxDefault);
}

Result<Classifier> LoadClassifier(const Arguments& arguments) {
  TRY_ASSIGN(const std::string path, ModelPath(arguments.model_path));
  TRY_ASSIGN(auto bytes, ReadFile(path));
  auto classifier = Classifier::Load(std::move(bytes), {.threads = ThreadCount(arguments.threads),
                                                        .resolution = arguments.resolution});
  if (classifier) return classifier;
  return Fail(classifier.error().code, "'" + path + "': " + classifier.error().message);
}

}  // namespace glance::cli
