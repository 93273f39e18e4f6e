#include "classify_options.h"

#include <limits>
#include <optional>
#include <utility>

#include "base/error_codes.h"

namespace glance {
namespace {

// Each returns whether `value` is such, and stores it then.
template <typename Target>
bool TakeWhole(const OptionValue& value, int low, Target& target) {
  constexpr int kMost = std::numeric_limits<int>::max();
  if (!(value.number >= low && value.number <= kMost)) return false;
  const int whole = static_cast<int>(value.number);
  if (whole != value.number) return false;
  target = whole;
  return true;
}

template <typename Target>
bool TakeFraction(const OptionValue& value, Target& target) {
  if (!(value.number >= 0 && value.number <= 1)) return false;
  target = static_cast<Target>(value.number);
  return true;
}

bool TakeSeconds(const OptionValue& value, std::optional<double>& target) {
  if (!(value.number > 0)) return false;
  target = value.number;
  return true;
}

bool TakeFit(const OptionValue& value, Fit& fit) {
  constexpr std::pair<std::string_view, Fit> kFits[] = {
      {"crop", Fit::kCrop}, {"squash", Fit::kSquash}, {"letterbox", Fit::kLetterbox}};
  for (const auto& [name, named] : kFits) {
    if (value.text != name) continue;
    fit = named;
    return true;
  }
  return false;
}

constexpr NamedOption kOptions[] = {
    {"top_k", OptionKind::kNumber, "a whole number of at least 1",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeWhole(value, 1, options.top_k);
     }},
    {"score_threshold", OptionKind::kNumber, "a number from 0 to 1",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeFraction(value, options.score_threshold);
     }},
    {"level", OptionKind::kNumber, "a number from 0 to 1",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeFraction(value, options.level);
     }},
    {"language", OptionKind::kText, "the name of a language",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.language = value.text;
       return true;
     }},
    {"fit", OptionKind::kText, "crop, squash or letterbox",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeFit(value, options.fit);
     }},
    {"region", OptionKind::kRegion, "four whole numbers X,Y,W,H",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.region = value.region;
       return true;
     }},
    {"heat_map", OptionKind::kFlag, "true or false",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.heat_map = value.number != 0;
       return true;
     }},
    {"heat_map_class", OptionKind::kNumber, "the index of a class",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeWhole(value, 0, options.heat_map_class);
     }},
    {"look_again", OptionKind::kFlag, "true or false",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.look_again = value.number != 0;
       return true;
     }},
    {"view", OptionKind::kFlag, "true or false",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.view = value.number != 0;
       return true;
     }},
    {"embedding", OptionKind::kFlag, "true or false",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.embedding = value.number != 0;
       return true;
     }},
    {"fingerprint", OptionKind::kFlag, "true or false",
     [](ClassifyOptions& options, const OptionValue& value) {
       options.fingerprint = value.number != 0;
       return true;
     }},
    {"timeout_seconds", OptionKind::kNumber, "a number of seconds above 0",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeSeconds(value, options.timeout_seconds);
     }},
};

constexpr std::pair<std::string_view, std::string_view> kHelp[] = {
    {"score_threshold", "leave out labels whose score is below this (default 0)"},
    {"level",
     "answer with the smallest label or group that is at\n"
     "least so probable, 0 to 1 (default 0.6)"},
    {"fit",
     "how the picture becomes the network's input: its\n"
     "middle, as the model was trained (crop, the default);\n"
     "all of it, distorted; all of it, padded"},
    {"region",
     "look only at this part of the upright picture, in\n"
     "pixels"},
    {"look_again",
     "when no label holds the level, look at parts of the\n"
     "picture too and answer from all: up to 9 looks"},
};

}  // namespace

std::span<const NamedOption> NamedOptions() { return kOptions; }

const NamedOption* FindOption(std::string_view name) {
  for (const NamedOption& option : kOptions) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

std::string_view HelpOn(const NamedOption& option) {
  for (const auto& [name, help] : kHelp) {
    if (name == option.name) return help;
  }
  return {};
}

bool SetOption(ClassifyOptions& options, const NamedOption& option, const OptionValue& value) {
  return value.kind == option.kind && option.set(options, value);
}

std::unexpected<Error> Refused(const NamedOption& option, std::string_view shown_name,
                               std::string_view shown_value) {
  return Fail(error_code::kCallBadArgument,
              {shown_name, " is ", shown_value, ", want ", option.takes});
}

}  // namespace glance
