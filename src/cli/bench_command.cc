#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <vector>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/json_writer.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/text.h"

namespace glance::cli {
namespace {

constexpr int kWarmUpRuns = 5;

// Milliseconds of every counted run, by step.
struct Samples {
  std::vector<double> decode, preprocess, infer, total;
};

struct Summary {
  double median_ms = 0, p95_ms = 0, min_ms = 0;
};

Summary Summarise(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t last = values.size() - 1;
  return {values[last / 2], values[last * 95 / 100], values.front()};
}

// A picture without a file: smooth colours, 1024 x 768.
Result<Image> GeneratedPicture() {
  TRY_ASSIGN(Image image, Image::CreateBlack(1024, 768));
  const auto pixels = image.pixels();
  for (size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<uint8_t>(i * 7 / 11);
  return image;
}

Result<Samples> Measure(Classifier& classifier, const Arguments& arguments) {
  Buffer<uint8_t> file;
  std::optional<Image> generated;
  if (arguments.files.empty()) {
    TRY_ASSIGN(generated, GeneratedPicture());
  } else {
    TRY_ASSIGN(file, ReadPicture(arguments.files.front(), Deadline(std::nullopt)));
  }
  Samples samples;
  for (int run = -kWarmUpRuns; run < arguments.runs; ++run) {
    TRY_ASSIGN(const Classification result, arguments.files.empty()
                                                ? classifier.ClassifyImage(*generated)
                                                : classifier.Classify(file.span()));
    if (run < 0) continue;
    samples.decode.push_back(result.timings.decode_ms);
    samples.preprocess.push_back(result.timings.preprocess_ms);
    samples.infer.push_back(result.timings.infer_ms);
    samples.total.push_back(result.timings.total_ms);
  }
  return samples;
}

struct Step {
  const char* name;
  Summary summary;
};

std::array<Step, 4> StepsOf(const Samples& samples) {
  return {{{"decode", Summarise(samples.decode)},
           {"preprocess", Summarise(samples.preprocess)},
           {"infer", Summarise(samples.infer)},
           {"total", Summarise(samples.total)}}};
}

void PrintText(const Classifier& classifier, const Arguments& arguments, double load_ms,
               const Samples& samples) {
  std::printf("%s, %d threads, %d runs after %d for warm-up; load %.1f ms\n",
              Escaped(classifier.description().name).c_str(), ThreadCount(arguments.threads),
              arguments.runs, kWarmUpRuns, load_ms);
  std::printf("%-12s %10s %10s %10s\n", "ms", "median", "p95", "min");
  for (const auto& [name, summary] : StepsOf(samples)) {
    std::printf("%-12s %10.2f %10.2f %10.2f\n", name, summary.median_ms, summary.p95_ms,
                summary.min_ms);
  }
}

void PrintJson(const Classifier& classifier, const Arguments& arguments, double load_ms,
               const Samples& samples) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddString(document, root, "model", classifier.description().name);
  yyjson_mut_obj_add_int(document, root, "threads", ThreadCount(arguments.threads));
  yyjson_mut_obj_add_int(document, root, "runs", arguments.runs);
  AddMilliseconds(document, root, "load_ms", load_ms);
  for (const auto& [name, summary] : StepsOf(samples)) {
    yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, name);
    AddMilliseconds(document, object, "median_ms", summary.median_ms);
    AddMilliseconds(document, object, "p95_ms", summary.p95_ms);
    AddMilliseconds(document, object, "min_ms", summary.min_ms);
  }
  std::cout << LineOf(json);
}

}  // namespace

int RunBench(const Arguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  auto classifier = LoadClassifier(arguments);
  const std::chrono::duration<double, std::milli> load_ms =
      std::chrono::steady_clock::now() - start;
  if (!classifier) {
    PrintError(classifier.error());
    return kExitFailed;
  }
  const auto samples = Measure(*classifier, arguments);
  if (!samples) {
    PrintError(samples.error());
    return kExitFailed;
  }
  const auto print = arguments.format == Format::kJson ? PrintJson : PrintText;
  print(*classifier, arguments, load_ms.count(), *samples);
  return kExitDone;
}

}  // namespace glance::cli
