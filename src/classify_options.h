// The options of `classify` by name, for callers that are not C++: bindings, C interface and
// command line read this list, so that an option is described once.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "glance/classifier.h"

namespace glance {

// A value as another language gives it; whole numbers are doubles too.
using OptionValue = std::variant<bool, double, std::string, Region>;

struct NamedOption {
  enum Kind { kFlag, kNumber, kText, kRegion };

  std::string_view name;  // of the member of ClassifyOptions
  Kind kind;
  std::string_view takes;  // for messages: "crop, squash or letterbox"
  std::string_view help;   // for --help, lines of at most 54 characters
  // False when the value is not what the option takes. Whether it fits the model and the picture is
  // checked when there is a picture.
  bool (*set)(ClassifyOptions& options, const OptionValue& value);
};

std::span<const NamedOption> NamedOptions();

// The option of that name, or nullptr.
const NamedOption* FindOption(std::string_view name);

// call/bad-argument: "`shown_name` is `shown_value`, want crop, squash or letterbox".
std::unexpected<Error> Refused(const NamedOption& option, std::string_view shown_name,
                               std::string_view shown_value);

}  // namespace glance
