// A weight file as the three texts that a fuzzer wants to change apart from each other, although
// they stand inside each other: the header holds the `glance` document as a JSON string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"

namespace glance::fuzz {

struct ModelText {
  std::string before, document, after;  // the header; `document` as it is inside its string
  std::vector<uint8_t> data;            // what follows the header
};

// The header ends where the file says, or where the file ends. Without a document all of it is
// `before`.
ModelText SplitModel(ByteSpan file);

// A file whose length of the header is right and whose data are aligned.
std::vector<uint8_t> JoinModel(const ModelText& text);

}  // namespace glance::fuzz
