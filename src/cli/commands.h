// The commands. Each prints to standard output, errors to standard error, and returns the exit
// status: 0 done, 1 something was not classified, read or written.
#pragma once

#include "cli/arguments.h"

namespace glance::cli {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

int RunClassify(const Arguments& arguments);
int RunBench(const Arguments& arguments);
int RunInspect(const Arguments& arguments);
int RunTag(const Arguments& arguments);
int RunEmbed(const Arguments& arguments);
int RunTeach(const Arguments& arguments);
int RunEvaluate(const Arguments& arguments);
int RunSimilar(const Arguments& arguments);

}  // namespace glance::cli
