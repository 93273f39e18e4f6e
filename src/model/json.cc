#include "model/json.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/error_codes.h"

namespace glance {
namespace {

constexpr int kMaxDepth = 32;

std::string_view KeyOf(yyjson_val* key) { return {yyjson_get_str(key), yyjson_get_len(key)}; }

// The first key that stands twice in `object`, or nullptr.
yyjson_val* DuplicateKey(yyjson_val* object) {
  std::vector<yyjson_val*> keys;
  keys.reserve(yyjson_obj_size(object));
  yyjson_obj_iter iterator = yyjson_obj_iter_with(object);
  while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) keys.push_back(key);
  // A heap sort: std::sort is four times the code.
  const auto before = [](yyjson_val* a, yyjson_val* b) { return KeyOf(a) < KeyOf(b); };
  std::make_heap(keys.begin(), keys.end(), before);
  std::sort_heap(keys.begin(), keys.end(), before);
  const auto twin = std::adjacent_find(
      keys.begin(), keys.end(), [](yyjson_val* a, yyjson_val* b) { return KeyOf(a) == KeyOf(b); });
  return twin == keys.end() ? nullptr : *twin;
}

// What breaks the rules below `value`, or an empty string.
std::string FindFault(yyjson_val* value, int depth) {  // NOLINT(misc-no-recursion): bounded
  if (depth > kMaxDepth) return Join({"nests deeper than ", kMaxDepth});
  if (yyjson_is_arr(value)) {
    yyjson_arr_iter iterator = yyjson_arr_iter_with(value);
    while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
      if (auto fault = FindFault(element, depth + 1); !fault.empty()) return fault;
    }
  }
  if (yyjson_is_obj(value)) {
    if (yyjson_val* key = DuplicateKey(value); key != nullptr) {
      return Join({"has the key '", KeyOf(key), "' twice"});
    }
    yyjson_obj_iter iterator = yyjson_obj_iter_with(value);
    while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
      auto fault = FindFault(yyjson_obj_iter_get_val(key), depth + 1);
      if (!fault.empty()) return fault;
    }
  }
  return {};
}

}  // namespace

Result<JsonDocument> ParseJsonObject(std::string_view text, std::string_view what,
                                     const char* error_code) {
  yyjson_read_err error{};
  // yyjson takes a mutable pointer for its in-situ mode only, which is not asked for.
  JsonDocument document(
      yyjson_read_opts(const_cast<char*>(text.data()), text.size(), 0, nullptr, &error));
  if (!document && error.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) {
    return Fail(error_code::kMemoryExhausted, {"not enough memory to read ", what});
  }
  if (!document) {
    return Fail(error_code, {what, " is not valid JSON at byte ", error.pos, ": ",
                             (error.msg == nullptr ? "unknown" : error.msg)});
  }
  if (!yyjson_is_obj(yyjson_doc_get_root(document.get()))) {
    return Fail(error_code, {what, " is not a JSON object"});
  }
  const std::string fault = FindFault(yyjson_doc_get_root(document.get()), 0);
  if (!fault.empty()) return Fail(error_code, {what, " ", fault});
  return document;
}

}  // namespace glance
