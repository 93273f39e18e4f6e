// Weight files made to lie: about counts, sizes, places, names and the order of operations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace glance::test {

struct HostileWeights {
  std::string lie;
  std::vector<uint8_t> file;
};

// Each breaks one rule of models/FORMAT.md.
std::vector<HostileWeights> AllHostileWeights();

}  // namespace glance::test
