#include "model/safetensors_writer.h"

#include <algorithm>
#include <cstring>

#include "base/error_codes.h"
#include "model/json.h"
#include "model/json_text.h"

namespace glance {
namespace {

constexpr size_t kPrefixBytes = 8;

std::string ShapeText(const std::vector<uint32_t>& shape) {
  std::string text = "[";
  for (const uint32_t dimension : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(dimension);
  }
  return text + "]";
}

std::string EntryText(const SafetensorsEntry& entry, size_t begin) {
  JsonObjectText object;
  object.AddString("dtype", entry.type);
  object.Add("shape", ShapeText(entry.shape));
  object.Add("data_offsets", Join({"[", begin, ", ", begin + entry.bytes.size(), "]"}));
  return object.Text();
}

}  // namespace

Result<Buffer<uint8_t>> WriteSafetensors(const std::vector<SafetensorsEntry>& entries,
                                         std::string_view key, std::string_view text) {
  std::vector<const SafetensorsEntry*> ordered;
  for (const bool is_byte : {false, true}) {
    for (const SafetensorsEntry& entry : entries) {
      if ((entry.type == "I8") == is_byte) ordered.push_back(&entry);
    }
  }
  JsonObjectText metadata;
  metadata.AddString(key, text);
  JsonObjectText object;
  object.Add("__metadata__", metadata.Text());
  size_t end = 0;
  for (const SafetensorsEntry* entry : ordered) {
    object.Add(entry->name, EntryText(*entry, end));
    end += entry->bytes.size();
  }
  std::string header = object.Text();
  header.resize((header.size() + kPrefixBytes - 1) / kPrefixBytes * kPrefixBytes, ' ');
  TRY(ParseJsonObject(header, "the header", error_code::kCallBadArgument));
  TRY_ASSIGN(auto file, Buffer<uint8_t>::Create(kPrefixBytes + header.size() + end));
  uint8_t* target = file.data();
  for (size_t i = 0; i < kPrefixBytes; ++i) {
    *target++ = static_cast<uint8_t>(uint64_t{header.size()} >> (8 * i));
  }
  target = std::ranges::copy(header, target).out;
  for (const SafetensorsEntry* entry : ordered) {
    target = std::ranges::copy(entry->bytes, target).out;
  }
  return file;
}

}  // namespace glance
