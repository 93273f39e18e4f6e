// What the standard library calls when a program breaks one of its rules: it ends the program, as
// its own version does, without the formatted print that would bring all of printf into the page.
#include <__verbose_abort>

void std::__libcpp_verbose_abort(const char* /*format*/, ...) { __builtin_trap(); }  // NOLINT
