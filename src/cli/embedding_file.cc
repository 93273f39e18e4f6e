#include "cli/embedding_file.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "cli/json_writer.h"
#include "cli/text.h"

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

std::vector<uint8_t> SafetensorsOf(const EmbeddingTable& table) {
  constexpr size_t kLengthBytes = 8;
  const MutableJson names(yyjson_mut_doc_new(nullptr));
  yyjson_mut_val* list = yyjson_mut_arr(names.get());
  yyjson_mut_doc_set_root(names.get(), list);
  for (const std::string& file : table.files) {
    const std::string valid = ValidUtf8(file);
    yyjson_mut_arr_add_strncpy(names.get(), list, valid.data(), valid.size());
  }
  std::string names_text = LineOf(names);
  names_text.pop_back();  // its line break
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  yyjson_mut_val* metadata = yyjson_mut_obj_add_obj(document, root, "__metadata__");
  AddString(document, metadata, "files", names_text);
  yyjson_mut_val* tensor = yyjson_mut_obj_add_obj(document, root, "embeddings");
  yyjson_mut_obj_add_str(document, tensor, "dtype", "F32");
  yyjson_mut_val* shape = yyjson_mut_obj_add_arr(document, tensor, "shape");
  yyjson_mut_arr_add_uint(document, shape, table.files.size());
  yyjson_mut_arr_add_uint(document, shape, table.columns);
  yyjson_mut_val* offsets = yyjson_mut_obj_add_arr(document, tensor, "data_offsets");
  yyjson_mut_arr_add_uint(document, offsets, 0);
  yyjson_mut_arr_add_uint(document, offsets, table.values.size() * sizeof(float));
  std::string header = LineOf(json);
  header.pop_back();
  header = Padded(std::move(header), 0, kLengthBytes);
  std::vector<uint8_t> bytes;
  bytes.reserve(kLengthBytes + header.size() + table.values.size() * sizeof(float));
  for (size_t i = 0; i < kLengthBytes; ++i) {
    bytes.push_back(static_cast<uint8_t>(uint64_t{header.size()} >> (8 * i) & 0xFF));
  }
  Append(bytes, header);
  Append(bytes, table.values);
  return bytes;
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
