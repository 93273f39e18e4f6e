// What the kinds of groups are called on the command line and in JavaScript (docs/interface.md).
#pragma once

#include <cstddef>

#include "glance/likeness.h"

namespace glance {

constexpr const char* NameOf(LikenessKind kind) {
  constexpr const char* kNames[] = {"same", "resized", "edited", "similar"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace glance
