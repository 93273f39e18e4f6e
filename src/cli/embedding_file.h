// A table of embeddings, as a file for other programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"

namespace glance::cli {

struct EmbeddingTable {
  std::vector<std::string> files;  // one a row
  size_t columns = 0;
  std::vector<float> values;  // (files, columns); rows of NaN where there is no embedding
};

// NumPy's format 1.0: little-endian float32, C order.
std::vector<uint8_t> NpyOf(const EmbeddingTable& table);

// One tensor, 'embeddings'; the metadata's 'files' is a JSON list of the names. Fails with
// memory/exhausted.
Result<Buffer<uint8_t>> SafetensorsOf(const EmbeddingTable& table);

// RFC 4180: a header "file,0,1,...", then a row a picture; nine digits give the same float32 again.
std::vector<uint8_t> CsvOf(const EmbeddingTable& table);

}  // namespace glance::cli
