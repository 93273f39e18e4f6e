// The options of `classify` by name, for callers that are not C++: bindings, C interface and
// command line read this list, so that an option is described once.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "glance/classifier.h"

namespace glance {

enum class OptionKind { kFlag, kNumber, kText, kRegion };

// A value as another language gives it, in the member of its kind; a flag is the number 0 or 1.
struct OptionValue {
  OptionKind kind = OptionKind::kFlag;
  double number = 0;
  std::string text;
  Region region;
};

struct NamedOption {
  std::string_view name;  // of the member of ClassifyOptions
  OptionKind kind;
  std::string_view takes;  // for messages: "crop, squash or letterbox"
  // Of a value of the option's kind; false when it is not what the option takes.
  bool (*set)(ClassifyOptions& options, const OptionValue& value);
};

std::span<const NamedOption> NamedOptions();

// The option of that name, or nullptr.
const NamedOption* FindOption(std::string_view name);

// For --help, lines of at most 54 characters; empty where src/cli has words of its own. Not part of
// the option: the WebAssembly core does not carry it.
std::string_view HelpOn(const NamedOption& option);

// False when the value is not what the option takes. Whether it fits the model and the picture is
// checked when there is a picture.
bool SetOption(ClassifyOptions& options, const NamedOption& option, const OptionValue& value);

// call/bad-argument: "`shown_name` is `shown_value`, want crop, squash or letterbox".
std::unexpected<Error> Refused(const NamedOption& option, std::string_view shown_name,
                               std::string_view shown_value);

}  // namespace glance
