#include "cli/arguments.h"

#include <getopt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <string_view>

#include "base/error_codes.h"

namespace glance::cli {
namespace {

enum OptionId {
  kModel = 1,
  kTopK,
  kThreads,
  kLang,
  kResolution,
  kFitOption,
  kRegion,
  kHeatMap,
  kHeatMapClass,
  kFormat,
  kRuns,
  kHelpFlag
};

constexpr option kModelOption{"model", required_argument, nullptr, kModel};
constexpr option kThreadsOption{"threads", required_argument, nullptr, kThreads};
constexpr option kFormatOption{"format", required_argument, nullptr, kFormat};
constexpr option kHelpOption{"help", no_argument, nullptr, kHelpFlag};
constexpr option kEnd{nullptr, 0, nullptr, 0};

constexpr option kClassifyOptions[] = {kModelOption,
                                       {"top-k", required_argument, nullptr, kTopK},
                                       kThreadsOption,
                                       {"lang", required_argument, nullptr, kLang},
                                       {"resolution", required_argument, nullptr, kResolution},
                                       {"fit", required_argument, nullptr, kFitOption},
                                       {"region", required_argument, nullptr, kRegion},
                                       {"heatmap", required_argument, nullptr, kHeatMap},
                                       {"heatmap-class", required_argument, nullptr, kHeatMapClass},
                                       kFormatOption,
                                       kHelpOption,
                                       kEnd};
constexpr option kBenchOptions[] = {kModelOption,
                                    kThreadsOption,
                                    {"runs", required_argument, nullptr, kRuns},
                                    {"resolution", required_argument, nullptr, kResolution},
                                    kFormatOption,
                                    kHelpOption,
                                    kEnd};
constexpr option kInspectOptions[] = {kFormatOption, kHelpOption, kEnd};

std::unexpected<Error> Usage(const std::string& message) {
  return Fail(error_code::kCallBadArgument, message);
}

constexpr int kMost = std::numeric_limits<int>::max();

// All of `text` as a number.
std::optional<int> NumberOf(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return std::nullopt;
}

Result<int> ParseNumber(const char* name, std::string_view text, int low, int high) {
  const auto value = NumberOf(text);
  if (value && *value >= low && *value <= high) return *value;
  return Usage(std::string("--") + name + " takes a whole number from " + std::to_string(low) +
               " to " + std::to_string(high) + ", not '" + std::string(text) + "'");
}

Result<Format> ParseFormat(std::string_view text, Command command) {
  if (text == "text") return Format::kText;
  if (text == "json") return Format::kJson;
  if (text == "csv" && command == Command::kClassify) return Format::kCsv;
  const char* choices = command == Command::kClassify ? "text, json or csv" : "text or json";
  return Usage(std::string("--format takes ") + choices + ", not '" + std::string(text) + "'");
}

Result<Fit> ParseFit(std::string_view text) {
  if (text == "crop") return Fit::kCrop;
  if (text == "squash") return Fit::kSquash;
  if (text == "letterbox") return Fit::kLetterbox;
  return Usage("--fit takes crop, squash or letterbox, not '" + std::string(text) + "'");
}

// "X,Y,W,H". Whether it lies inside the picture is seen when there is one.
Result<Region> ParseRegion(std::string_view text) {
  std::array<int, 4> numbers{};
  std::string_view rest = text;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const size_t length = i + 1 < numbers.size() ? rest.find(',') : rest.size();
    const auto number = NumberOf(rest.substr(0, length));
    if (length == rest.npos || !number) {
      return Usage("--region takes four whole numbers X,Y,W,H, not '" + std::string(text) + "'");
    }
    numbers[i] = *number;
    rest.remove_prefix(std::min(length + 1, rest.size()));
  }
  const auto [x, y, width, height] = numbers;
  return Region{.top_px = y, .left_px = x, .size = {height, width}};
}

// An empty name is a shell variable that was not set, not a wish for the default.
Result<void> CheckName(const std::string& option, const std::string& name) {
  if (!name.empty()) return {};
  return Usage(option + " takes the name of a file, not ''");
}

Result<void> Apply(int id, const char* value, Arguments& arguments) {
  switch (id) {
    case kModel:
      arguments.model_path = value;
      return CheckName("--model", arguments.model_path);
    case kHeatMap:
      arguments.heat_map_path = value;
      return CheckName("--heatmap", arguments.heat_map_path);
    case kHeatMapClass: {
      TRY_ASSIGN(arguments.heat_map_class, ParseNumber("heatmap-class", value, 0, kMost));
      return {};
    }
    case kFitOption: {
      TRY_ASSIGN(arguments.framing.fit, ParseFit(value));
      return {};
    }
    case kRegion: {
      TRY_ASSIGN(arguments.framing.region, ParseRegion(value));
      return {};
    }
    case kLang:
      arguments.language = value;
      if (arguments.language == "en" || arguments.language == "zh") return {};
      return Usage("--lang takes en or zh, not '" + arguments.language + "'");
    case kTopK: {
      TRY_ASSIGN(arguments.top_k, ParseNumber("top-k", value, 1, 1000));
      return {};
    }
    case kThreads: {
      TRY_ASSIGN(arguments.threads, ParseNumber("threads", value, 1, 64));
      return {};
    }
    case kResolution: {
      TRY_ASSIGN(arguments.resolution, ParseNumber("resolution", value, 32, 1024));
      return {};
    }
    case kRuns: {
      TRY_ASSIGN(arguments.runs, ParseNumber("runs", value, 1, 100'000));
      return {};
    }
    case kFormat: {
      TRY_ASSIGN(arguments.format, ParseFormat(value, arguments.command));
      return {};
    }
    default:
      return Usage("unknown option");
  }
}

// The option that getopt_long stopped at, as it was written.
std::string RefusedOption(char** argv) {
  const bool is_letter = optopt > kHelpFlag;
  return is_letter ? std::string("-") + static_cast<char>(optopt) : argv[optind - 1];
}

const option* OptionsOf(Command command) {
  if (command == Command::kClassify) return kClassifyOptions;
  return command == Command::kBench ? kBenchOptions : kInspectOptions;
}

// Options after the command's name, in `argv[1..]`.
Result<Arguments> ParseOptions(Arguments arguments, const char* name, int argc, char** argv) {
  opterr = 0;
  optind = 1;
  while (true) {
    const int id = getopt_long(argc, argv, ":", OptionsOf(arguments.command), nullptr);
    if (id == -1) break;
    if (id == kHelpFlag) {
      arguments.command = Command::kHelp;
      arguments.help_topic = name;
      return arguments;
    }
    if (id == ':' || id == '?') {
      const std::string problem =
          id == ':' ? "needs a value" : std::string("is not an option of ") + name;
      return Usage(RefusedOption(argv) + " " + problem);
    }
    TRY(Apply(id, optarg, arguments));
  }
  arguments.files.assign(argv + optind, argv + argc);
  return arguments;
}

Result<Arguments> CheckFiles(Arguments arguments) {
  const size_t count = arguments.files.size();
  switch (arguments.command) {
    case Command::kClassify:
      if (count == 0) return Usage("no picture given");
      if (!arguments.heat_map_path.empty() && (count != 1 || arguments.files[0] == "-")) {
        return Usage("--heatmap takes exactly one picture");
      }
      if (arguments.heat_map_class && arguments.heat_map_path.empty()) {
        return Usage("--heatmap-class needs --heatmap");
      }
      break;
    case Command::kBench:
      if (count > 1) return Usage("bench takes at most one picture");
      break;
    case Command::kInspect:
      if (count != 1) return Usage("inspect takes exactly one weight file");
      break;
    default:
      break;
  }
  return arguments;
}

}  // namespace

Result<Arguments> ParseArguments(int argc, char** argv) {
  Arguments arguments;
  if (argc < 2) return Usage("no command given");
  const std::string_view name = argv[1];
  if (name == "--help" || name == "-h" || name == "help") return arguments;
  if (name == "--version") {
    arguments.command = Command::kVersion;
    return arguments;
  }
  if (name == "classify") {
    arguments.command = Command::kClassify;
  } else if (name == "bench") {
    arguments.command = Command::kBench;
  } else if (name == "inspect") {
    arguments.command = Command::kInspect;
  } else {
    return Usage("unknown command '" + std::string(name) + "'");
  }
  TRY_ASSIGN(arguments, ParseOptions(std::move(arguments), argv[1], argc - 1, argv + 1));
  if (arguments.command == Command::kHelp) return arguments;
  return CheckFiles(std::move(arguments));
}

}  // namespace glance::cli
