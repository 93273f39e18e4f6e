// Weight files made by a test, from the parts of a safetensors file. Nothing is checked: a part may
// break any rule.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glance::test {

// A tensor of the file: "F32", or "I8" or "I32" of whole values.
struct FileTensor {
  std::string name;
  std::vector<uint32_t> shape;
  std::vector<float> values;
  std::string type = "F32";
};

template <typename Element>
void AppendAs(const std::vector<float>& values, std::vector<uint8_t>& bytes) {
  for (const float value : values) {
    const auto element = static_cast<Element>(value);
    uint8_t parts[sizeof element];
    std::memcpy(parts, &element, sizeof element);
    bytes.insert(bytes.end(), parts, parts + sizeof element);
  }
}

// The text as a JSON string, quotes included. Bytes above 127 stay as they are.
inline std::string JsonString(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string json = "\"";
  for (const char character : text) {
    const auto byte = static_cast<uint8_t>(character);
    if (byte < 0x20) {
      json += {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]};
      continue;
    }
    if (character == '"' || character == '\\') json += '\\';
    json += character;
  }
  return json + '"';
}

// The first eight bytes say `length`, whatever the header's length is.
inline std::vector<uint8_t> ContainerBytes(uint64_t length, std::string_view header,
                                           std::span<const uint8_t> data = {}) {
  std::vector<uint8_t> bytes;
  for (int shift = 0; shift < 64; shift += 8) {
    bytes.push_back(static_cast<uint8_t>(length >> shift));
  }
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

// A container with the right length; the header is padded with spaces to eight bytes.
inline std::vector<uint8_t> ContainerBytes(std::string header, std::span<const uint8_t> data = {}) {
  header.resize((header.size() + 7) / 8 * 8, ' ');
  return ContainerBytes(header.size(), header, data);
}

// One entry of the header: "name": {...}.
inline std::string EntryJson(std::string_view name, std::string_view type, std::string_view shape,
                             uint64_t begin, uint64_t end) {
  return JsonString(name) + ":{\"dtype\":\"" + std::string(type) +
         "\",\"shape\":" + std::string(shape) + ",\"data_offsets\":[" + std::to_string(begin) +
         "," + std::to_string(end) + "]}";
}

inline std::string ShapeJson(const std::vector<uint32_t>& shape) {
  std::string json = "[";
  for (const uint32_t dimension : shape) {
    if (json.size() > 1) json += ",";
    json += std::to_string(dimension);
  }
  return json + "]";
}

// A whole weight file: `document` is the text of the `glance` entry, the tensors follow in order.
inline std::vector<uint8_t> ModelFileBytes(std::string_view document,
                                           const std::vector<FileTensor>& tensors) {
  std::string header = "{\"__metadata__\":{\"glance\":" + JsonString(document) + "}";
  std::vector<uint8_t> data;
  for (const FileTensor& tensor : tensors) {
    const size_t begin = data.size();
    if (tensor.type == "I8") AppendAs<int8_t>(tensor.values, data);
    if (tensor.type == "I32") AppendAs<int32_t>(tensor.values, data);
    if (tensor.type == "F32") AppendAs<float>(tensor.values, data);
    header += ',';
    header += EntryJson(tensor.name, tensor.type, ShapeJson(tensor.shape), begin, data.size());
  }
  return ContainerBytes(header + "}", data);
}

}  // namespace glance::test
