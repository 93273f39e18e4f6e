#include <iostream>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/heat_map_file.h"
#include "cli/load_classifier.h"
#include "cli/output.h"

namespace glance::cli {
namespace {

std::vector<std::string> ExpandFiles(const std::vector<std::string>& files) {
  std::vector<std::string> expanded;
  for (const auto& file : files) {
    if (file != "-") {
      expanded.push_back(file);
      continue;
    }
    const auto listed = ReadPathsFromStdin();
    expanded.insert(expanded.end(), listed.begin(), listed.end());
  }
  return expanded;
}

Result<Classification> ClassifyFile(Classifier& classifier, const std::string& file,
                                    const Arguments& arguments) {
  TRY_ASSIGN(const auto bytes, ReadFile(file));
  const ClassifyOptions options{.top_k = arguments.top_k,
                                .language = arguments.language,
                                .framing = arguments.framing,
                                .heat_map = !arguments.heat_map_path.empty(),
                                .heat_map_class = arguments.heat_map_class};
  TRY_ASSIGN(auto result, classifier.Classify(bytes.span(), options));
  if (result.heat_map) {
    TRY(WriteHeatMap(arguments.heat_map_path, bytes.span(), arguments.framing,
                     classifier.preprocess(), *result.heat_map));
  }
  return result;
}

std::string Formatted(Format format, const std::string& file,
                      const Result<Classification>& result) {
  if (format == Format::kJson) return JsonOf(file, result);
  return format == Format::kCsv ? CsvOf(file, result) : TextOf(file, result);
}

}  // namespace

void PrintError(const Error& error) {
  std::cerr << "glance: " << error.message << " [" << error.code << "]\n";
}

int RunClassify(const Arguments& arguments) {
  auto classifier = LoadClassifier(arguments);
  if (!classifier) {
    PrintError(classifier.error());
    return kExitFailed;
  }
  int status = kExitDone;
  if (arguments.format == Format::kCsv) std::cout << CsvHeader();
  for (const auto& file : ExpandFiles(arguments.files)) {
    const auto result = ClassifyFile(*classifier, file, arguments);
    if (!result) status = kExitFailed;
    std::cout << Formatted(arguments.format, file, result) << std::flush;
  }
  return status;
}

}  // namespace glance::cli
