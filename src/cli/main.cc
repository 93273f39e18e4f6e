#include <iostream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/help.h"

int main(int argc, char** argv) {
  namespace cli = glance::cli;
  const auto arguments = cli::ParseArguments(argc, argv);
  if (!arguments) {
    std::cerr << "glance: " << arguments.error().message << "\nTry 'glance --help'.\n";
    return cli::kExitUsage;
  }
  switch (arguments->command) {
    case cli::Command::kClassify:
      return cli::RunClassify(*arguments);
    case cli::Command::kBench:
      return cli::RunBench(*arguments);
    case cli::Command::kInspect:
      return cli::RunInspect(*arguments);
    case cli::Command::kVersion:
      std::cout << "glance " GLANCE_VERSION "\n";
      return cli::kExitDone;
    case cli::Command::kHelp:
      std::cout << cli::HelpText(arguments->help_topic);
      return cli::kExitDone;
  }
  return cli::kExitUsage;
}
