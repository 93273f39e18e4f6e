// Figures for the fault table of SECURITY.md, which tools/faults.py makes (`make faults`).
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support/model_file.h"

namespace glance::test {

// The kind of build that this test is part of, as the table names it.
inline std::string_view BuildName() {
#if defined(__EMSCRIPTEN__)
  return "WebAssembly";
#elif defined(__SANITIZE_ADDRESS__)
  return "ASan + UBSan";
#elif defined(__SANITIZE_THREAD__)
  return "TSan";
#else
  return "native";
#endif
}

// Adds a line to a file in the folder $GLANCE_FAULTS: what was measured for row `fault`. Does
// nothing without that variable, or when the test has failed or was skipped; call it last.
inline void ReportFault(int fault, std::string_view figure) {
  const char* folder = std::getenv("GLANCE_FAULTS");
  if (folder == nullptr || *folder == '\0') return;
  if (testing::Test::HasFailure() || testing::Test::IsSkipped()) return;
  const std::string name = JsonString(BuildName());
  const std::string line = "{\"fault\": " + std::to_string(fault) + ", \"build\": " + name +
                           ", \"figure\": " + JsonString(figure) + "}\n";
  std::ofstream stream(std::filesystem::path(folder) / "gtest.jsonl", std::ios::app);
  stream << line << std::flush;
  EXPECT_TRUE(stream.good()) << "cannot write to " << folder;
}

}  // namespace glance::test
