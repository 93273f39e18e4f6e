// Numbers as people read them in messages.
#pragma once

#include <cstdint>
#include <string>

namespace glance {

// 20000 -> "20,000".
std::string GroupDigits(uint64_t number);

}  // namespace glance
