#include "support/fault_report.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support/model_file.h"

namespace glance::test {
namespace {

// The kind of build that this test is part of, as the table names it.
std::string_view BuildName() {
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

}  // namespace

void ReportFault(int fault, std::string_view figure) {
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
