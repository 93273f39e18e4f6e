// What --help prints.
#pragma once

#include <string>

namespace glance::cli {

// Help on one command ("classify", "bench", "inspect"), or on all when `topic` is empty.
std::string HelpText(const std::string& topic);

}  // namespace glance::cli
