// The command line as values, and what --help says of it. Wrong usage is an error with one
// sentence; nothing is printed here.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "glance/classifier.h"

namespace glance::cli {

enum class Command {
  kClassify,
  kBench,
  kInspect,
  kEmbed,
  kTag,
  kTeach,
  kEvaluate,
  kSimilar,
  kHelp,
  kVersion
};
enum class Format { kText, kJson, kCsv };
enum class SidecarName { kDarktable, kLightroom };  // name.jpg.xmp, name.xmp

struct Arguments {
  Command command = Command::kHelp;
  std::string help_topic;  // kHelp: the command that was asked about, or empty
  std::string model_path;  // empty: the default model
  std::string heat_map_path;
  SidecarName sidecar = SidecarName::kDarktable;
  bool dry_run = false;     // kTag: write nothing
  std::string output_path;  // kEmbed, kTeach: the file to write
  std::string none_folder;  // kTeach: of pictures that are none of the classes; or empty
  bool duplicates = false;  // kSimilar: groups of the same picture
  std::string similar_to;   // kSimilar: the picture to which others are compared; or empty
  ClassifyOptions options;
  Format format = Format::kText;
  int threads = 0;     // 0: as many as the processor has, at most 8
  int resolution = 0;  // 0: the model's own
  int network_budget = 1;
  double timeout_seconds = 30;  // a picture
  char list_end = '\n';         // what ends each name of the list on standard input
  int runs = 50;
  std::vector<std::string> files;  // pictures, a file or folder; "-" stands for stdin's list
};

// Fails with call/bad-argument.
Result<Arguments> ParseArguments(int argc, char** argv);

// Help on one command ("classify", "bench", ...), or on all when `topic` is empty.
std::string HelpText(const std::string& topic);

}  // namespace glance::cli
