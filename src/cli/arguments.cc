// Each option is one row: its name, what --help says, and what it does. Options of `classify` that
// have no row of their own here are read as classify_options.h describes them.
#include "cli/arguments.h"

#include <getopt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/error_codes.h"
#include "classify_options.h"

namespace glance::cli {
namespace {

constexpr int kMost = std::numeric_limits<int>::max();

std::unexpected<Error> Usage(const std::string& message) {
  return Fail(error_code::kCallBadArgument, message);
}

// "--NAME takes WANTED, not 'TEXT'".
std::unexpected<Error> WrongValue(std::string_view name, std::string_view wanted,
                                  std::string_view text) {
  return Fail(error_code::kCallBadArgument, {"--", name, " takes ", wanted, ", not '", text, "'"});
}

// All of `text` as a number.
template <typename Number>
std::optional<Number> NumberOf(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return std::nullopt;
}

Result<int> WholeNumber(const char* name, std::string_view text, int low, int high) {
  const auto value = NumberOf<int>(text);
  if (value && *value >= low && *value <= high) return *value;
  return WrongValue(name, Join({"a whole number from ", low, " to ", high}), text);
}

// "X,Y,W,H". Whether it lies inside the picture is seen when there is one.
std::optional<Region> RegionOf(std::string_view text) {
  std::array<int, 4> numbers{};
  for (size_t i = 0; i < numbers.size(); ++i) {
    const size_t length = i + 1 < numbers.size() ? text.find(',') : text.size();
    const auto number = NumberOf<int>(text.substr(0, length));
    if (length == text.npos || !number) return std::nullopt;
    numbers[i] = *number;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  const auto [x, y, width, height] = numbers;
  return Region{x, y, width, height};
}

// An empty name is a shell variable that was not set, not a wish for the default.
Result<void> FileName(const char* name, const char* text, std::string& path) {
  path = text;
  if (!path.empty()) return {};
  return WrongValue(name, "the name of a file", text);
}

Result<void> FormatOf(std::string_view text, bool may_be_csv, Format& format) {
  if (text == "text") {
    format = Format::kText;
  } else if (text == "json") {
    format = Format::kJson;
  } else if (text == "csv" && may_be_csv) {
    format = Format::kCsv;
  } else {
    return WrongValue("format", may_be_csv ? "text, json or csv" : "text or json", text);
  }
  return {};
}

enum CommandSet {
  kClassify = 1,
  kBench = 2,
  kInspect = 4,
  kTag = 8,
  kEmbed = 16,
  kTeach = 32,
  kEvaluate = 64,
  kSimilar = 128
};
constexpr int kOfPictures = kClassify | kEmbed | kTag | kTeach | kEvaluate | kSimilar;

struct Row {
  const char* name;
  int commands;       // of CommandSet
  const char* value;  // empty: the option takes none
  const char* help;   // lines of at most 76 characters
  Result<void> (*apply)(const char* name, const char* text, Arguments& arguments);
};

constexpr Row kRows[] = {
    {"model", kBench | kOfPictures, "FILE",
     "weight file (default: the one that was built beside this program)",
     [](const char* name, const char* text, Arguments& arguments) {
       return FileName(name, text, arguments.model_path);
     }},
    {"output", kEmbed | kTeach, "FILE", "the file to write; -o FILE is the same",
     [](const char* name, const char* text, Arguments& arguments) {
       return FileName(name, text, arguments.output_path);
     }},
    {"none-of-these", kTeach, "FOLDER",
     "a folder of pictures that are none of the classes;\n"
     "what looks like them is unknown",
     [](const char* name, const char* text, Arguments& arguments) {
       return FileName(name, text, arguments.none_folder);
     }},
    {"duplicates", kSimilar, "",
     "find what is there twice: resized, compressed again,\n"
     "cropped, turned, mirrored; and series of one scene",
     [](const char*, const char*, Arguments& arguments) -> Result<void> {
       arguments.duplicates = true;
       return {};
     }},
    {"to", kSimilar, "PICTURE", "find the pictures that are most similar to this one",
     [](const char* name, const char* text, Arguments& arguments) {
       return FileName(name, text, arguments.similar_to);
     }},
    {"top-k", kSimilar, "N", "with --to: so many pictures, 1 to 1000 (default 5)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.options.top_k, WholeNumber(name, text, 1, 1000));
       return {};
     }},
    {"top-k", kClassify, "N", "labels per picture, 1 to 1000 (default 5)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.options.top_k, WholeNumber(name, text, 1, 1000));
       return {};
     }},
    {"threads", kBench | kOfPictures, "N",
     "threads, 1 to 64 (default: the processor's, at most 8):\n"
     "of several pictures each has one",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.threads, WholeNumber(name, text, 1, 64));
       return {};
     }},
    {"runs", kBench, "N", "counted runs (default 50)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.runs, WholeNumber(name, text, 1, 100'000));
       return {};
     }},
    {"lang", kClassify | kTag, "en|zh", "language of the labels (default en)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       arguments.options.language = text;
       if (arguments.options.language == "en" || arguments.options.language == "zh") return {};
       return WrongValue(name, "en or zh", text);
     }},
    {"resolution", kClassify | kBench | kEmbed | kTag | kEvaluate | kSimilar, "N",
     "side of the network's input in pixels (default: the model's own)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.resolution, WholeNumber(name, text, 32, 1024));
       return {};
     }},
    {"network-budget", kBench | kOfPictures, "N",
     "how many times 1 GiB of memory and 100 billion\n"
     "multiply-adds a picture the network may take, 1 to\n"
     "1000 (default 1)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.network_budget, WholeNumber(name, text, 1, 1000));
       return {};
     }},
    {"timeout", kOfPictures, "SECONDS",
     "give a picture up after this time and go on with the\n"
     "next (default 30)",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       const auto seconds = NumberOf<double>(text);
       if (!seconds || !(*seconds > 0)) {
         return WrongValue(name, "a number of seconds above 0", text);
       }
       arguments.timeout_seconds = *seconds;
       return {};
     }},
    {"heatmap", kClassify, "FILE.png",
     "also write where the network looked for the best label; one picture",
     [](const char* name, const char* text, Arguments& arguments) {
       arguments.options.heat_map = true;
       return FileName(name, text, arguments.heat_map_path);
     }},
    {"heatmap-class", kClassify, "INDEX", "of this label instead of the best one",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       TRY_ASSIGN(arguments.options.heat_map_class, WholeNumber(name, text, 0, kMost));
       return {};
     }},
    {"sidecar", kTag, "darktable|lightroom",
     "name.jpg.xmp, as darktable and digiKam call it (the\n"
     "default), or name.xmp, as Lightroom does",
     [](const char* name, const char* text, Arguments& arguments) -> Result<void> {
       const std::string_view style = text;
       if (style != "darktable" && style != "lightroom") {
         return WrongValue(name, "darktable or lightroom", text);
       }
       arguments.sidecar = style == "lightroom" ? SidecarName::kLightroom : SidecarName::kDarktable;
       return {};
     }},
    {"dry-run", kTag, "", "say what would be written, and write nothing",
     [](const char*, const char*, Arguments& arguments) -> Result<void> {
       arguments.dry_run = true;
       return {};
     }},
    {"format", kClassify, "text|json|csv",
     "json: one object a line; csv: one row a label (default text)",
     [](const char*, const char* text, Arguments& arguments) {
       return FormatOf(text, /*may_be_csv=*/true, arguments.format);
     }},
    {"format", kBench | kInspect | kTag | kTeach | kEvaluate | kSimilar, "text|json",
     "(default text)",
     [](const char*, const char* text, Arguments& arguments) {
       return FormatOf(text, /*may_be_csv=*/false, arguments.format);
     }},
};

// Of the core's options those that rows above read in their own way, or that no output shows.
constexpr std::string_view kOtherwise[] = {"top_k", "language",  "heat_map",    "heat_map_class",
                                           "view",  "embedding", "fingerprint", "timeout_seconds"};

std::optional<OptionValue> ValueOf(OptionKind kind, std::string_view text) {
  OptionValue value{.kind = kind, .text = std::string(text)};
  if (kind == OptionKind::kFlag) {
    value.number = 1;
  } else if (kind == OptionKind::kNumber) {
    const auto number = NumberOf<double>(text);
    if (!number) return std::nullopt;
    value.number = *number;
  } else if (kind == OptionKind::kRegion) {
    const auto region = RegionOf(text);
    if (!region) return std::nullopt;
    value.region = *region;
  }
  return value;
}

Result<void> ApplyNamed(const NamedOption& option, const char* name, const char* text,
                        ClassifyOptions& options) {
  const auto value = ValueOf(option.kind, text);
  if (value && SetOption(options, option, *value)) return {};
  return WrongValue(name, option.takes, text);
}

// One option as its command has it: a row of this file, or an option of the core.
struct Choice {
  std::string name;
  const char* value;
  std::string_view help;
  const Row* row = nullptr;
  const NamedOption* named = nullptr;
};

std::string WithHyphens(std::string_view name) {
  std::string changed(name);
  std::ranges::replace(changed, '_', '-');
  return changed;
}

std::vector<Choice> ChoicesOf(int command) {
  std::vector<Choice> choices;
  for (const Row& row : kRows) {
    if ((row.commands & command) != 0) choices.push_back({row.name, row.value, row.help, &row});
  }
  if (command != kClassify && command != kTag && command != kEmbed) return choices;
  constexpr const char* kValues[] = {"", "N", "NAME", "X,Y,W,H"};  // by OptionKind
  for (const NamedOption& option : NamedOptions()) {
    if (std::ranges::find(kOtherwise, option.name) != std::end(kOtherwise)) continue;
    // Its keywords are those of the answer, and a region is one picture's.
    const bool is_of_labels = option.name == "score_threshold" || option.name == "region";
    if (command == kTag && is_of_labels) continue;
    // An embedding has no labels, and is that of the first look.
    const bool is_of_answers =
        option.name == "score_threshold" || option.name == "level" || option.name == "look_again";
    if (command == kEmbed && is_of_answers) continue;
    choices.push_back({WithHyphens(option.name), kValues[static_cast<size_t>(option.kind)],
                       HelpOn(option),
                       /*row=*/nullptr, &option});
  }
  return choices;
}

Result<void> Apply(const Choice& choice, const char* text, Arguments& arguments) {
  if (choice.row != nullptr) return choice.row->apply(choice.row->name, text, arguments);
  return ApplyNamed(*choice.named, choice.name.c_str(), text == nullptr ? "" : text,
                    arguments.options);
}

// One command: its name, what its options are marked with, and the beginning of its --help.
struct NamedCommand {
  std::string_view name;
  Command command;
  CommandSet set;
  const char* help;
};

std::span<const NamedCommand> Commands();

const NamedCommand& Described(Command command) {
  return *std::ranges::find(Commands(), command, &NamedCommand::command);
}

// What getopt_long returns for --help; choice i is i + 1.
constexpr int kHelpFlag = 64;
constexpr int kOutputFlag = 'o';
constexpr int kNamesEndWithNul = '0';

// The option that getopt_long stopped at, as it was written.
std::string RefusedOption(char** argv) {
  const bool is_letter = optopt > kHelpFlag;
  return is_letter ? std::string("-") + static_cast<char>(optopt) : argv[optind - 1];
}

// The letters that getopt_long takes for a command.
const char* LettersOf(Command command) {
  switch (command) {
    case Command::kClassify:
    case Command::kTag:
      return ":0";
    case Command::kEmbed:
      return ":0o:";
    case Command::kTeach:
      return ":o:";
    default:
      return ":";
  }
}

// What getopt_long is told of the choices, which have to outlive it.
std::vector<option> KnownOptions(const std::vector<Choice>& choices) {
  std::vector<option> known;
  known.reserve(choices.size() + 2);
  for (const Choice& choice : choices) {
    const int takes = *choice.value == '\0' ? no_argument : required_argument;
    known.push_back({choice.name.c_str(), takes, nullptr, static_cast<int>(known.size()) + 1});
  }
  known.push_back({"help", no_argument, nullptr, kHelpFlag});
  known.push_back({});
  return known;
}

// Applies what getopt_long returned, which is not its end.
Result<void> ApplyNext(int id, const std::vector<Choice>& choices, const char* name, char** argv,
                       Arguments& arguments) {
  switch (id) {
    case kNamesEndWithNul:
      arguments.list_end = '\0';
      return {};
    case kOutputFlag:
      return FileName("output", optarg, arguments.output_path);
    case kHelpFlag:
      arguments.command = Command::kHelp;
      arguments.help_topic = name;
      return {};
    case ':':
      return Usage(RefusedOption(argv) + " needs a value");
    case '?':
      return Usage(RefusedOption(argv) + " is not an option of " + name);
    default:
      return Apply(choices[static_cast<size_t>(id) - 1], optarg, arguments);
  }
}

// Options after the command's name, in `argv[1..]`.
Result<Arguments> ParseOptions(Arguments arguments, const char* name, int argc, char** argv) {
  const auto choices = ChoicesOf(Described(arguments.command).set);
  const auto known = KnownOptions(choices);
  const char* letters = LettersOf(arguments.command);
  opterr = 0;
  optind = 1;
  while (true) {
    const int id = getopt_long(argc, argv, letters, known.data(), nullptr);
    if (id == -1) break;
    TRY(ApplyNext(id, choices, name, argv, arguments));
    if (arguments.command == Command::kHelp) return arguments;
  }
  arguments.files.assign(argv + optind, argv + argc);
  return arguments;
}

Result<void> CheckPictures(const Arguments& arguments) {
  if (arguments.files.empty()) return Usage("no picture given");
  if (arguments.list_end == '\0' &&
      std::ranges::find(arguments.files, "-") == arguments.files.end()) {
    return Usage("-0 is about the list that - reads");
  }
  return {};
}

// What `glance embed` can write, by the ends of file names.
constexpr std::string_view kEmbeddingFiles[] = {".npy", ".safetensors", ".csv"};

Result<void> CheckEmbed(const Arguments& arguments) {
  TRY(CheckPictures(arguments));
  if (arguments.output_path.empty()) return Usage("no file to write given: want -o FILE.npy");
  const std::string_view path = arguments.output_path;
  const bool is_known = std::ranges::any_of(
      kEmbeddingFiles, [path](std::string_view end) { return path.ends_with(end); });
  if (is_known) return {};
  return WrongValue("output", "a file that ends in .npy, .safetensors or .csv", path);
}

Result<Arguments> CheckFiles(Arguments arguments) {
  const size_t count = arguments.files.size();
  switch (arguments.command) {
    case Command::kClassify:
      TRY(CheckPictures(arguments));
      if (!arguments.heat_map_path.empty() && (count != 1 || arguments.files[0] == "-")) {
        return Usage("--heatmap takes exactly one picture");
      }
      if (arguments.options.heat_map_class && arguments.heat_map_path.empty()) {
        return Usage("--heatmap-class needs --heatmap");
      }
      break;
    case Command::kBench:
      if (count > 1) return Usage("bench takes at most one picture");
      break;
    case Command::kTag:
      TRY(CheckPictures(arguments));
      break;
    case Command::kEmbed:
      TRY(CheckEmbed(arguments));
      break;
    case Command::kTeach:
      if (count != 1) {
        return Usage("teach takes exactly one folder, which holds one for each class");
      }
      if (arguments.output_path.empty()) {
        return Usage("no file to write given: want -o FILE.safetensors");
      }
      break;
    case Command::kEvaluate:
      if (count != 1) {
        return Usage("evaluate takes exactly one folder, which holds one for each class");
      }
      break;
    case Command::kSimilar:
      if (count != 1) return Usage("similar takes exactly one folder of pictures");
      if (arguments.duplicates != arguments.similar_to.empty()) {
        return Usage("similar takes one of --duplicates and --to PICTURE");
      }
      break;
    case Command::kInspect:
      if (count != 1) return Usage("inspect takes exactly one weight file");
      break;
    default:
      break;
  }
  return arguments;
}

constexpr char kOverview[] =
    R"(glance: tells what a picture shows, without the picture leaving this machine.

  glance classify [OPTIONS] PICTURE...   the most likely labels of each picture
  glance bench [OPTIONS] [PICTURE]       how long each step takes
  glance inspect [OPTIONS] FILE          what a weight file holds
  glance tag [OPTIONS] PICTURE...        writes keywords beside each picture, as XMP
  glance embed -o FILE PICTURE...        numbers that describe each picture, for other programs
  glance teach -o FILE FOLDER            a weight file of your own classes, a folder of pictures each
  glance evaluate --model FILE FOLDER    how often a model is right about pictures in such folders
  glance similar --duplicates FOLDER     pictures that are in a folder twice, or like another one
  glance COMMAND --help                  the options of a command
  glance --version

Exit status: 0 when every picture was done, 1 when some were not, 2 for wrong usage.
)";

constexpr char kClassifyHelp[] =
    R"(glance classify [OPTIONS] PICTURE...

PICTURE is a JPEG or PNG file; - reads a list of paths, one a line, from standard input, and answers
each as it comes.

  -0                    names in the list end with a NUL, as find -print0 writes them
)";

constexpr char kBenchHelp[] =
    R"(glance bench [OPTIONS] [PICTURE]

Classifies PICTURE (default: a generated one of 1024 x 768) over and over and prints the median,
95th percentile and minimum of each step in milliseconds, after a warm-up that is not counted.

)";

constexpr char kInspectHelp[] =
    R"(glance inspect [OPTIONS] FILE

Prints name, architecture, input, preprocessing, parameters, multiply-adds, labels, licence and
source of a weight file.

)";

constexpr char kTagHelp[] =
    R"(glance tag [OPTIONS] PICTURE...

Writes what each picture shows as keywords into an XMP file beside it, which photograph managers
read: the answer and the groups that it belongs to ("animal", "dog", "beagle") as dc:subject, and
the whole path ("animal|dog|beagle") as lr:hierarchicalSubject. A file that is there keeps
everything in it; keywords that it lacks are added. No picture is changed, and a picture whose
answer is not sure gets no keywords. PICTURE is a JPEG or PNG file; - reads a list of paths, one a
line, from standard input.

  -0                    names in the list end with a NUL, as find -print0 writes them
)";

constexpr char kEmbedHelp[] =
    R"(glance embed [OPTIONS] -o FILE PICTURE...

Writes the embedding of each picture, what the network's last dense layer reads: float32 numbers, a
row a picture in the order given. What cannot be read is a row of NaN, and an error on standard
error. FILE ends in .npy (NumPy), .safetensors (the tensor 'embeddings') or .csv. PICTURE is a JPEG
or PNG file; - reads a list of paths, one a line, from standard input.

  -0                    names in the list end with a NUL, as find -print0 writes them
)";

constexpr char kTeachHelp[] =
    R"(glance teach [OPTIONS] -o FILE FOLDER

FOLDER holds a folder of JPEG and PNG pictures for each class, named after it; 10 pictures a class do
well. Writes a weight file that knows these classes, which `glance classify --model FILE`, the page and
the libraries take, and prints how often it is right: each fifth of the pictures was hidden once and
then asked for. What cannot be read is an error each and left out.

)";

constexpr char kEvaluateHelp[] =
    R"(glance evaluate [OPTIONS] FOLDER

FOLDER holds a folder of pictures for each class, named after its label in the weight file or the
label's first part. Prints how often the model is right, in all and class by class.

)";

constexpr char kSimilarHelp[] =
    R"(glance similar [OPTIONS] --duplicates FOLDER
glance similar [OPTIONS] --to PICTURE FOLDER

Looks at all JPEG and PNG pictures in FOLDER and the folders in it. With --duplicates prints groups
of the same picture: of the same size, resized, or edited (cropped to four fifths at least, turned,
mirrored, brightened); and similar ones, a series of one scene. Of each group it names the picture to
keep, the one with the most pixels and of several such the sharpest. Nothing is deleted. With --to
prints the pictures that are most similar to PICTURE, best first.

)";

std::span<const NamedCommand> Commands() {
  static constexpr NamedCommand kCommands[] = {
      {"classify", Command::kClassify, kClassify, kClassifyHelp},
      {"bench", Command::kBench, kBench, kBenchHelp},
      {"inspect", Command::kInspect, kInspect, kInspectHelp},
      {"tag", Command::kTag, kTag, kTagHelp},
      {"embed", Command::kEmbed, kEmbed, kEmbedHelp},
      {"teach", Command::kTeach, kTeach, kTeachHelp},
      {"evaluate", Command::kEvaluate, kEvaluate, kEvaluateHelp},
      {"similar", Command::kSimilar, kSimilar, kSimilarHelp}};
  return kCommands;
}

// "  --top-k N             labels per picture", further lines below the first.
std::string HelpLine(const Choice& choice) {
  constexpr size_t kColumn = 24;
  std::string text = Join({"  --", choice.name, *choice.value == '\0' ? "" : " ", choice.value});
  const std::string next_line = "\n" + std::string(kColumn, ' ');
  if (text.size() < kColumn) {
    text.append(kColumn - text.size(), ' ');
  } else {
    text += next_line;
  }
  for (const char character : choice.help) {
    if (character == '\n') {
      text += next_line;
    } else {
      text += character;
    }
  }
  return text + "\n";
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
  const auto commands = Commands();
  const auto command = std::ranges::find(commands, name, &NamedCommand::name);
  if (command == commands.end()) return Usage("unknown command '" + std::string(name) + "'");
  arguments.command = command->command;
  TRY_ASSIGN(arguments, ParseOptions(std::move(arguments), argv[1], argc - 1, argv + 1));
  if (arguments.command == Command::kHelp) return arguments;
  return CheckFiles(std::move(arguments));
}

std::string HelpText(const std::string& topic) {
  if (topic.empty()) return kOverview;
  const NamedCommand& command = *std::ranges::find(Commands(), topic, &NamedCommand::name);
  std::string text = command.help;
  for (const Choice& choice : ChoicesOf(command.set)) text += HelpLine(choice);
  return text;
}

}  // namespace glance::cli
