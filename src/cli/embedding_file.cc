#include "cli/embedding_file.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "cli/text.h"
#include "model/json_text.h"
#include "model/safetensors_writer.h"

namespace glance::cli {
namespace {

void Append(std::vector<uint8_t>& bytes, std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
}

// Every machine that Glance runs on is little-endian.
void Append(std::vector<uint8_t>& bytes, const std::vector<float>& values) {
  const auto* begin = reinterpret_cast<const uint8_t*>(values.data());
  bytes.insert(bytes.end(), begin, begin + values.size() * sizeof(float));
}

// `text` with spaces up to where `offset` bytes before it make a multiple of `step`.
std::string Padded(std::string text, size_t offset, size_t step) {
  text.append((step - (offset + text.size()) % step) % step, ' ');
  return text;
}

std::string NumberText(float value) {
  if (std::isnan(value)) return "nan";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.9g", static_cast<double>(value));
  return text.data();
}

}  // namespace

std::vector<uint8_t> NpyOf(const EmbeddingTable& table) {
  constexpr size_t kBefore = 10;  // magic, version, length of the header
  constexpr size_t kAlignment = 64;
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                       std::to_string(table.files.size()) + ", " + std::to_string(table.columns) +
                       "), }";
  header = Padded(std::move(header), kBefore + 1, kAlignment) + "\n";
  std::vector<uint8_t> bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  bytes.push_back(static_cast<uint8_t>(header.size() & 0xFF));
  bytes.push_back(static_cast<uint8_t>(header.size() >> 8));
  Append(bytes, header);
  Append(bytes, table.values);
  return bytes;
}

Result<Buffer<uint8_t>> SafetensorsOf(const EmbeddingTable& table) {
  std::vector<std::string> names;
  names.reserve(table.files.size());
  for (const std::string& file : table.files) names.push_back(ValidUtf8(file));
  const SafetensorsEntry tensor{
      .name = "embeddings",
      .type = "F32",
      .shape = {static_cast<uint32_t>(names.size()), static_cast<uint32_t>(table.columns)},
      .bytes = {reinterpret_cast<const uint8_t*>(table.values.data()),
                table.values.size() * sizeof(float)}};
  return WriteSafetensors({tensor}, "files", JsonList(names));
}

std::vector<uint8_t> CsvOf(const EmbeddingTable& table) {
  std::string text = "file";
  for (size_t i = 0; i < table.columns; ++i) text.append(",").append(std::to_string(i));
  text += "\r\n";
  for (size_t row = 0; row < table.files.size(); ++row) {
    text += CsvCell(table.files[row]);
    for (size_t i = 0; i < table.columns; ++i) {
      text.append(",").append(NumberText(table.values[row * table.columns + i]));
    }
    text += "\r\n";
  }
  return {text.begin(), text.end()};
}

}  // namespace glance::cli
