// Labels pictures:  label PICTURE...
#include <glance/classifier.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

std::vector<uint8_t> ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int Report(const char* what, const glance::Error& error) {
  std::fprintf(stderr, "%s: %s: %s\n", what, error.code.c_str(), error.message.c_str());
  return 1;
}

}  // namespace

int main(int argument_count, char** arguments) {
  auto classifier = glance::Classifier::Load(ReadFile(DEFAULT_MODEL), {.threads = 2});
  if (!classifier) return Report(DEFAULT_MODEL, classifier.error());
  int status = 0;
  for (int i = 1; i < argument_count; ++i) {
    const auto result = classifier->Classify(ReadFile(arguments[i]), {.top_k = 1});
    if (!result) {
      status = Report(arguments[i], result.error());
      continue;
    }
    const auto& best = result->predictions.front();
    std::printf("%s: %s, %.0f %%\n", arguments[i], best.label.c_str(), 100.0 * double{best.score});
  }
  return status;
}
