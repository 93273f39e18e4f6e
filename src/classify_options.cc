#include "classify_options.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/error_codes.h"

namespace glance {
namespace {

constexpr int kMost = std::numeric_limits<int>::max();

// Each returns whether `value` is such, and stores it then.
template <typename Target>
bool TakeWhole(const OptionValue& value, int low, Target& target) {
  const double* number = std::get_if<double>(&value);
  if (number == nullptr || !(*number >= low && *number <= kMost)) return false;
  if (std::trunc(*number) != *number) return false;
  target = static_cast<int>(*number);
  return true;
}

bool TakeFraction(const OptionValue& value, float& target) {
  const double* number = std::get_if<double>(&value);
  if (number == nullptr || !(*number >= 0 && *number <= 1)) return false;
  target = static_cast<float>(*number);
  return true;
}

template <typename T, typename Target>
bool Take(const OptionValue& value, Target& target) {
  const T* given = std::get_if<T>(&value);
  if (given != nullptr) target = *given;
  return given != nullptr;
}

bool TakeFit(const OptionValue& value, Fit& fit) {
  constexpr std::pair<std::string_view, Fit> kFits[] = {
      {"crop", Fit::kCrop}, {"squash", Fit::kSquash}, {"letterbox", Fit::kLetterbox}};
  const auto* given = std::get_if<std::string>(&value);
  if (given == nullptr) return false;
  const auto* found = std::ranges::find(kFits, *given, [](const auto& each) { return each.first; });
  if (found == std::end(kFits)) return false;
  fit = found->second;
  return true;
}

constexpr NamedOption kOptions[] = {
    {"top_k", NamedOption::kNumber, "a whole number of at least 1",
     "labels per picture (default 5)",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeWhole(value, 1, options.top_k);
     }},
    {"score_threshold", NamedOption::kNumber, "a number from 0 to 1",
     "leave out labels whose score is below this (default 0)",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeFraction(value, options.score_threshold);
     }},
    {"language", NamedOption::kText, "the name of a language",
     "language of the labels (default en)",
     [](ClassifyOptions& options, const OptionValue& value) {
       return Take<std::string>(value, options.language);
     }},
    {"fit", NamedOption::kText, "crop, squash or letterbox",
     "how the picture becomes the network's input: its\n"
     "middle, as the model was trained (crop, the default);\n"
     "all of it, distorted; all of it, padded",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeFit(value, options.fit);
     }},
    {"region", NamedOption::kRegion, "four whole numbers X,Y,W,H",
     "look only at this part of the upright picture, in\n"
     "pixels",
     [](ClassifyOptions& options, const OptionValue& value) {
       return Take<Region>(value, options.region);
     }},
    {"heat_map", NamedOption::kFlag, "true or false", "make a heat map",
     [](ClassifyOptions& options, const OptionValue& value) {
       return Take<bool>(value, options.heat_map);
     }},
    {"heat_map_class", NamedOption::kNumber, "the index of a class",
     "class of the heat map (default: the best one)",
     [](ClassifyOptions& options, const OptionValue& value) {
       return TakeWhole(value, 0, options.heat_map_class);
     }},
    {"view", NamedOption::kFlag, "true or false", "return the pixels that the network saw",
     [](ClassifyOptions& options, const OptionValue& value) {
       return Take<bool>(value, options.view);
     }},
};

}  // namespace

std::span<const NamedOption> NamedOptions() { return kOptions; }

const NamedOption* FindOption(std::string_view name) {
  const auto* found = std::ranges::find(kOptions, name, &NamedOption::name);
  return found == std::end(kOptions) ? nullptr : found;
}

std::unexpected<Error> Refused(const NamedOption& option, std::string_view shown_name,
                               std::string_view shown_value) {
  return Fail(error_code::kCallBadArgument,
              {shown_name, " is ", shown_value, ", want ", option.takes});
}

}  // namespace glance
