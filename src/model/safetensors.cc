#include "model/safetensors.h"

#include <yyjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/checked_math.h"
#include "base/error_codes.h"
#include "model/json.h"

namespace glance {
namespace {

constexpr uint64_t kLengthBytes = 8;

// Bytes of one element by the container's type names; 0 for a name it does not define.
uint64_t ElementBytes(std::string_view type) {
  static constexpr std::array<std::pair<std::string_view, uint64_t>, 15> kTypes{{{"BOOL", 1},
                                                                                 {"U8", 1},
                                                                                 {"I8", 1},
                                                                                 {"F8_E5M2", 1},
                                                                                 {"F8_E4M3", 1},
                                                                                 {"I16", 2},
                                                                                 {"U16", 2},
                                                                                 {"F16", 2},
                                                                                 {"BF16", 2},
                                                                                 {"I32", 4},
                                                                                 {"U32", 4},
                                                                                 {"F32", 4},
                                                                                 {"I64", 8},
                                                                                 {"U64", 8},
                                                                                 {"F64", 8}}};
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const auto& entry) { return entry.first == type; });
  return found == kTypes.end() ? 0 : found->second;
}

uint64_t ReadLength(ByteSpan file) {
  uint64_t length = 0;
  for (size_t i = kLengthBytes; i-- > 0;) length = length << 8 | file[i];
  return length;
}

std::unexpected<Error> BadHeader(TextPieces message) {
  return Fail(error_code::kModelBadHeader, message);
}

Result<std::string_view> HeaderText(ByteSpan file) {
  if (file.size() < kLengthBytes) {
    return Fail(error_code::kModelNotSafetensors,
                {"the weight file has ", file.size(), " bytes: it is not a safetensors file"});
  }
  const uint64_t length = ReadLength(file);
  const bool looks_right = file.size() == kLengthBytes || file[kLengthBytes] == '{';
  if (length > kMaxHeaderBytes || length < 2 || !looks_right) {
    return Fail(error_code::kModelNotSafetensors,
                {"the file does not begin like a safetensors file (header length ", length, ")"});
  }
  if (length > file.size() - kLengthBytes) {
    return Fail(error_code::kModelTruncated,
                {"the weight file ends inside its header: ", file.size(),
                 " bytes, the header alone needs ", length + kLengthBytes});
  }
  const auto* text = reinterpret_cast<const char*>(file.data() + kLengthBytes);
  return std::string_view(text, static_cast<size_t>(length));
}

// Reads `shape`; the product of the dimensions times the element size goes to `byte_length`.
Result<std::vector<uint32_t>> ReadShape(yyjson_val* array, const std::string& name,
                                        uint64_t element_bytes, uint64_t* byte_length) {
  if (!yyjson_is_arr(array) || yyjson_arr_size(array) > kMaxDimensions) {
    return BadHeader(
        {"tensor '", name, "': 'shape' is not a list of at most ", kMaxDimensions, " dimensions"});
  }
  std::vector<uint32_t> shape;
  std::optional<uint64_t> bytes = element_bytes;
  yyjson_arr_iter iterator = yyjson_arr_iter_with(array);
  while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
    const uint64_t dimension = yyjson_get_uint(element);
    if (!yyjson_is_uint(element) || dimension == 0 || dimension > INT32_MAX) {
      return BadHeader({"tensor '", name, "': a dimension is not from 1 to 2147483647"});
    }
    bytes = CheckedMultiply(*bytes, dimension);
    if (!bytes) return BadHeader({"tensor '", name, "': its shape does not fit into 64 bits"});
    shape.push_back(static_cast<uint32_t>(dimension));
  }
  *byte_length = *bytes;
  return shape;
}

// One tensor of the header. `data` is what follows the header.
Result<SafetensorsEntry> ReadEntry(std::string name, yyjson_val* object, ByteSpan data) {
  yyjson_val* type = yyjson_obj_get(object, "dtype");
  yyjson_val* offsets = yyjson_obj_get(object, "data_offsets");
  yyjson_val* begin = yyjson_arr_get(offsets, 0);
  yyjson_val* end = yyjson_arr_get(offsets, 1);
  if (!yyjson_is_str(type) || yyjson_arr_size(offsets) != 2 || !yyjson_is_uint(begin) ||
      !yyjson_is_uint(end)) {
    return BadHeader({"tensor '", name, "': want 'dtype', 'shape' and two 'data_offsets'"});
  }
  SafetensorsEntry entry{.name = std::move(name),
                         .type = {yyjson_get_str(type), yyjson_get_len(type)}};
  const uint64_t element_bytes = ElementBytes(entry.type);
  if (element_bytes == 0) {
    return BadHeader({"tensor '", entry.name, "': unknown element type '", entry.type, "'"});
  }
  uint64_t want = 0;
  TRY_ASSIGN(entry.shape,
             ReadShape(yyjson_obj_get(object, "shape"), entry.name, element_bytes, &want));
  const uint64_t first = yyjson_get_uint(begin);
  const uint64_t last = yyjson_get_uint(end);
  if (last < first || last - first != want) {
    return Fail(error_code::kModelBadOffsets, {"tensor '", entry.name, "': offsets ", first, "..",
                                               last, ", want ", want, " bytes"});
  }
  if (last > data.size()) {
    return Fail(error_code::kModelTruncated,
                {"tensor '", entry.name, "' ends at byte ", last, " of the data, which has ",
                 data.size(), ": the weight file is cut short"});
  }
  entry.bytes = data.subspan(static_cast<size_t>(first), static_cast<size_t>(want));
  if (reinterpret_cast<uintptr_t>(entry.bytes.data()) % element_bytes != 0) {
    return Fail(error_code::kModelBadOffsets,
                {"tensor '", entry.name, "' is not aligned to its element size"});
  }
  return entry;
}

// Sorts by bytes. A heap sort: std::sort is four times the code.
void SortByBytes(std::vector<SafetensorsEntry>& entries) {
  const auto before = [](const auto& a, const auto& b) { return a.bytes.data() < b.bytes.data(); };
  std::make_heap(entries.begin(), entries.end(), before);
  std::sort_heap(entries.begin(), entries.end(), before);
}

// Ranges are contiguous from the first to the last byte of the data.
Result<void> CheckContiguous(const std::vector<SafetensorsEntry>& entries, ByteSpan data) {
  const uint8_t* expected = data.data();
  for (const auto& entry : entries) {
    if (entry.bytes.data() != expected) {
      return Fail(error_code::kModelBadOffsets,
                  {"tensor '", entry.name, "' overlaps another one or follows a gap"});
    }
    expected += entry.bytes.size();
  }
  if (expected != data.data() + data.size()) {
    return Fail(error_code::kModelBadOffsets,
                {"bytes after the last tensor: ", data.data() + data.size() - expected});
  }
  return {};
}

// __metadata__ holds strings only; its entry `glance`, or an empty string.
Result<std::string> ReadMetadata(yyjson_val* metadata) {
  if (metadata == nullptr) return std::string();
  if (!yyjson_is_obj(metadata)) return BadHeader({"'__metadata__' is not an object"});
  yyjson_obj_iter iterator = yyjson_obj_iter_with(metadata);
  while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
    if (!yyjson_is_str(yyjson_obj_iter_get_val(key))) {
      return BadHeader({"'__metadata__': '", yyjson_get_str(key), "' is not a string"});
    }
  }
  yyjson_val* glance = yyjson_obj_get(metadata, "glance");
  if (glance == nullptr) return std::string();
  return std::string(yyjson_get_str(glance), yyjson_get_len(glance));
}

}  // namespace

Result<Safetensors> ParseSafetensors(ByteSpan file) {
  TRY_ASSIGN(const std::string_view text, HeaderText(file));
  TRY_ASSIGN(const JsonDocument document,
             ParseJsonObject(text, "the header", error_code::kModelBadHeader));
  yyjson_val* root = yyjson_doc_get_root(document.get());
  yyjson_val* metadata = yyjson_obj_get(root, "__metadata__");
  const size_t count = yyjson_obj_size(root) - (metadata == nullptr ? 0 : 1);
  if (count > kMaxTensors) {
    return Fail(error_code::kModelTooLarge,
                {count, " tensors; at most ", kMaxTensors, " are read"});
  }
  const ByteSpan data = file.subspan(kLengthBytes + text.size());
  Safetensors result;
  TRY_ASSIGN(result.glance, ReadMetadata(metadata));
  yyjson_obj_iter iterator = yyjson_obj_iter_with(root);
  while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
    std::string name(yyjson_get_str(key), yyjson_get_len(key));
    if (name == "__metadata__") continue;
    TRY_ASSIGN(SafetensorsEntry entry,
               ReadEntry(std::move(name), yyjson_obj_iter_get_val(key), data));
    result.entries.push_back(std::move(entry));
  }
  SortByBytes(result.entries);
  TRY(CheckContiguous(result.entries, data));
  return result;
}

}  // namespace glance
