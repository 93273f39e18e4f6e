// LoadModel for bytes that the test keeps.
#pragma once

#include <span>
#include <utility>

#include "base/buffer.h"
#include "model/model.h"

namespace glance::test {

inline Result<Model> LoadBytes(std::span<const uint8_t> bytes) {
  TRY_ASSIGN(auto file, Buffer<uint8_t>::CopyOf(bytes));
  return LoadModel(std::move(file));
}

}  // namespace glance::test
