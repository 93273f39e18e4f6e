#include "base/with_numbers.h"

#include <cstdint>
#include <initializer_list>
#include <string>

namespace glance {

std::string WithNumbers(const char* pattern, std::initializer_list<int64_t> numbers) {
  std::string text;
  const int64_t* number = numbers.begin();
  for (; *pattern != '\0'; ++pattern) {
    if (*pattern == '#') {
      text += std::to_string(*number++);
    } else {
      text += *pattern;
    }
  }
  return text;
}

}  // namespace glance
