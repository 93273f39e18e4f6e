#include "model/json.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "base/error_codes.h"

namespace glance {
namespace {

constexpr size_t kMaxDepth = 32;  // below the object around everything

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

// What breaks the rules below `value`, or an empty string. Its depth is bounded: CheckSize came
// first.
std::string FindFault(yyjson_val* value) {  // NOLINT(misc-no-recursion)
  if (yyjson_is_arr(value)) {
    yyjson_arr_iter iterator = yyjson_arr_iter_with(value);
    while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
      if (auto fault = FindFault(element); !fault.empty()) return fault;
    }
  }
  if (yyjson_is_obj(value)) {
    if (yyjson_val* key = DuplicateKey(value); key != nullptr) {
      return Join({"has the key '", KeyOf(key), "' twice"});
    }
    yyjson_obj_iter iterator = yyjson_obj_iter_with(value);
    while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
      auto fault = FindFault(yyjson_obj_iter_get_val(key));
      if (!fault.empty()) return fault;
    }
  }
  return {};
}

// Counts nesting and values without building them: yyjson takes 16 bytes for each value, which a
// text may hold in one byte ("[[[["). It counts at least what yyjson would build: keys and elements
// follow one of "[{,:".
Result<void> CheckSize(std::string_view text, std::string_view what, const char* error_code) {
  size_t depth = 0;
  size_t values = 1;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_string = !in_string;
    if (in_string) {
      if (c == '\\') ++i;
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (c == '[' || c == '{' || c == ',' || c == ':') ++values;
    if (depth > kMaxDepth + 1) {
      return Fail(error_code, {what, " nests deeper than ", kMaxDepth});
    }
    if (values > kMaxJsonValues) {
      return Fail(error_code::kModelTooLarge, {what, " has more than ", kMaxJsonValues, " values"});
    }
  }
  return {};
}

}  // namespace

Result<JsonDocument> ParseJsonObject(std::string_view text, std::string_view what,
                                     const char* error_code) {
  TRY(CheckSize(text, what, error_code));
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
  const std::string fault = FindFault(yyjson_doc_get_root(document.get()));
  if (!fault.empty()) return Fail(error_code, {what, " ", fault});
  return document;
}

namespace {

std::string StringOf(yyjson_val* value) { return {yyjson_get_str(value), yyjson_get_len(value)}; }

bool IsUint(yyjson_val* value, uint32_t low, uint32_t high) {
  return yyjson_is_uint(value) && yyjson_get_uint(value) >= low && yyjson_get_uint(value) <= high;
}

// A bound of a clamp: null is unbounded.
bool ReadBound(yyjson_val* value, float* bound) {
  if (yyjson_is_null(value)) return true;
  if (!yyjson_is_num(value)) return false;
  *bound = static_cast<float>(yyjson_get_num(value));
  return std::isfinite(*bound);
}

}  // namespace

std::unexpected<Error> Fields::Wrong(const char* key, TextPieces want) const {
  const char* state = Has(key) ? " is not " : " is missing; want ";
  return Fail(error_code::kModelBadMetadata, {place_, ": '", key, "'", state, Join(want)});
}

Result<std::string> Fields::String(const char* key) const {
  if (!yyjson_is_str(Get(key))) return Wrong(key, "a string");
  return StringOf(Get(key));
}

Result<std::string> Fields::StringOr(const char* key, const char* fallback) const {
  return Has(key) ? String(key) : Result<std::string>(fallback);
}

Result<uint32_t> Fields::UintOr(const char* key, uint32_t fallback, uint32_t low,
                                uint32_t high) const {
  if (!Has(key)) return fallback;
  if (!IsUint(Get(key), low, high)) {
    return Wrong(key, {"a whole number from ", low, " to ", high});
  }
  return static_cast<uint32_t>(yyjson_get_uint(Get(key)));
}

Result<bool> Fields::BoolOr(const char* key, bool fallback) const {
  if (!Has(key)) return fallback;
  if (!yyjson_is_bool(Get(key))) return Wrong(key, "true or false");
  return yyjson_get_bool(Get(key));
}

Result<std::vector<uint32_t>> Fields::Uints(const char* key, size_t least, size_t most,
                                            uint32_t low) const {
  constexpr uint32_t kMost = 1U << 28;
  yyjson_val* array = Get(key);
  const size_t count = yyjson_is_arr(array) ? yyjson_arr_size(array) : 0;
  std::vector<uint32_t> numbers;
  bool valid = count >= least && count <= most;
  for (size_t i = 0; valid && i < count; ++i) {
    yyjson_val* number = yyjson_arr_get(array, i);
    valid = IsUint(number, low, kMost);
    numbers.push_back(static_cast<uint32_t>(yyjson_get_uint(number)));
  }
  if (valid) return numbers;
  return Wrong(
      key, {"a list of ", least, " to ", most, " whole numbers, each from ", low, " to ", kMost});
}

Result<HeightWidth> Fields::Pair(const char* key) const {
  yyjson_val* array = Get(key);
  yyjson_val* height = yyjson_arr_get(array, 0);
  yyjson_val* width = yyjson_arr_get(array, 1);
  if (yyjson_arr_size(array) != 2 || !IsUint(height, 1, kMaxStep) || !IsUint(width, 1, kMaxStep)) {
    return Wrong(key, {"[height, width], each from 1 to ", kMaxStep});
  }
  return HeightWidth{static_cast<uint32_t>(yyjson_get_uint(height)),
                     static_cast<uint32_t>(yyjson_get_uint(width))};
}

Result<HeightWidth> Fields::PairOr(const char* key, HeightWidth fallback) const {
  return Has(key) ? Pair(key) : Result<HeightWidth>(fallback);
}

Result<double> Fields::Number(const char* key) const {
  yyjson_val* value = Get(key);
  if (yyjson_is_num(value) && std::isfinite(yyjson_get_num(value))) return yyjson_get_num(value);
  return Wrong(key, "a finite number");
}

Result<std::vector<double>> Fields::Numbers(const char* key, size_t count) const {
  yyjson_val* array = Get(key);
  const auto wrong = [&] { return Wrong(key, {count, " finite numbers"}); };
  if (!yyjson_is_arr(array) || yyjson_arr_size(array) != count) return wrong();
  std::vector<double> numbers;
  yyjson_arr_iter iterator = yyjson_arr_iter_with(array);
  while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
    numbers.push_back(yyjson_get_num(element));
    if (!yyjson_is_num(element) || !std::isfinite(numbers.back())) return wrong();
  }
  return numbers;
}

Result<std::vector<std::string>> Fields::Strings(const char* key) const {
  yyjson_val* array = Get(key);
  if (!yyjson_is_arr(array)) return Wrong(key, "a list of strings");
  std::vector<std::string> strings;
  strings.reserve(yyjson_arr_size(array));
  yyjson_arr_iter iterator = yyjson_arr_iter_with(array);
  while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
    if (!yyjson_is_str(element)) return Wrong(key, "a list of strings");
    strings.push_back(StringOf(element));
  }
  return strings;
}

Result<Fields> Fields::Object(const char* key) const {
  if (!yyjson_is_obj(Get(key))) return Wrong(key, "an object");
  return Fields(Get(key), key);
}

Result<Padding> Fields::PaddingOrNone() const {
  yyjson_val* value = Get("padding");
  if (value == nullptr) return Padding{};
  if (yyjson_equals_str(value, "same")) return Padding{.same = true};
  uint32_t sides[4] = {};
  bool valid = yyjson_arr_size(value) == 4;
  for (size_t i = 0; valid && i < 4; ++i) {
    yyjson_val* side = yyjson_arr_get(value, i);
    valid = IsUint(side, 0, kMaxStep);
    sides[i] = static_cast<uint32_t>(yyjson_get_uint(side));
  }
  if (!valid) return Wrong("padding", "\"same\" or [top, right, bottom, left]");
  return Padding{.top = sides[0], .right = sides[1], .bottom = sides[2], .left = sides[3]};
}

Result<std::optional<Quantization>> Fields::QuantizationOrNone() const {
  yyjson_val* value = Get("quantization");
  if (value == nullptr) return std::nullopt;
  yyjson_val* zero_point = yyjson_obj_get(value, "zero_point");
  const double scale = yyjson_get_num(yyjson_obj_get(value, "scale"));
  // As a double, which holds every int8 and wraps nowhere: yyjson_get_sint takes 2^64 - 100 for
  // -100.
  const double zero = yyjson_get_num(zero_point);
  const bool valid = std::isnormal(static_cast<float>(scale)) && scale > 0 &&
                     yyjson_is_int(zero_point) && zero >= INT8_MIN && zero <= INT8_MAX;
  if (!valid) {
    return Wrong("quantization", "{scale, zero_point} with scale > 0 and zero_point -128..127");
  }
  return Quantization{static_cast<float>(scale), static_cast<int8_t>(zero)};
}

Result<Clamp> Fields::ClampOrNone() const {
  yyjson_val* value = Get("clamp");
  Clamp clamp;
  if (value == nullptr) return clamp;
  if (yyjson_arr_size(value) != 2 || !ReadBound(yyjson_arr_get(value, 0), &clamp.low) ||
      !ReadBound(yyjson_arr_get(value, 1), &clamp.high) || clamp.low >= clamp.high) {
    return Wrong("clamp", "[low, high] with low < high, or null for no bound");
  }
  return clamp;
}

}  // namespace glance
