// Sentences with numbers in them. On the web, text put together from many strings costs more than
// all else that an error does.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace glance {

// `pattern` with each # replaced by the next number. Requires as many numbers as there are #.
std::string WithNumbers(const char* pattern, std::initializer_list<int64_t> numbers);

}  // namespace glance
