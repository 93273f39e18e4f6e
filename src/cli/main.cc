#include <cstdio>
#include <iostream>

#include "base/error_codes.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/text.h"

namespace glance::cli {
namespace {

int RunCommand(const Arguments& arguments) {
  switch (arguments.command) {
    case Command::kClassify:
      return RunClassify(arguments);
    case Command::kBench:
      return RunBench(arguments);
    case Command::kInspect:
      return RunInspect(arguments);
    case Command::kTag:
      return RunTag(arguments);
    case Command::kEmbed:
      return RunEmbed(arguments);
    case Command::kTeach:
      return RunTeach(arguments);
    case Command::kEvaluate:
      return RunEvaluate(arguments);
    case Command::kSimilar:
      return RunSimilar(arguments);
    case Command::kVersion:
      std::cout << "glance " GLANCE_VERSION "\n";
      return kExitDone;
    case Command::kHelp:
      std::cout << HelpText(arguments.help_topic);
      return kExitDone;
  }
  return kExitUsage;
}

// What could not be written, on a full disk for example, must not pass for done.
int CheckOutput(int status) {
  std::cout.flush();
  if (std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  PrintError(Fail(error_code::kFileUnwritable, "cannot write to standard output").error());
  return kExitFailed;
}

}  // namespace
}  // namespace glance::cli

int main(int argc, char** argv) {
  namespace cli = glance::cli;
  const auto arguments = cli::ParseArguments(argc, argv);
  if (!arguments) {
    std::cerr << "glance: " << cli::Escaped(arguments.error().message)
              << "\nTry 'glance --help'.\n";
    return cli::kExitUsage;
  }
  return cli::CheckOutput(cli::RunCommand(*arguments));
}
