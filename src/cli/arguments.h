// The command line as values. Wrong usage is an error with one sentence; nothing is printed here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "preprocess/framing.h"

namespace glance::cli {

enum class Command { kClassify, kBench, kInspect, kHelp, kVersion };
enum class Format { kText, kJson, kCsv };

struct Arguments {
  Command command = Command::kHelp;
  std::string help_topic;  // kHelp: the command that was asked about, or empty
  std::string model_path;  // empty: the default model
  std::string heat_map_path;
  std::optional<int> heat_map_class;  // the best one when absent
  Framing framing;
  std::string language = "en";
  Format format = Format::kText;
  int top_k = 5;
  int threads = 0;     // 0: as many as the processor has, at most 8
  int resolution = 0;  // 0: the model's own
  int runs = 50;
  std::vector<std::string> files;  // pictures, or the file to inspect; "-" stands for stdin's list
};

// Fails with call/bad-argument.
Result<Arguments> ParseArguments(int argc, char** argv);

}  // namespace glance::cli
