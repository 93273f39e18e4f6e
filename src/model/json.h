// Reading one JSON object of the `glance` document: each getter checks type and range and says in
// its error where the value stands.
#pragma once

#include <yyjson.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/graph.h"

namespace glance {

// Keys count too. Those of the most tensors, operations and labels of real networks are half a
// million; yyjson takes 16 bytes for each.
inline constexpr size_t kMaxJsonValues = size_t{1} << 20;

struct JsonDeleter {
  void operator()(yyjson_doc* document) const { yyjson_doc_free(document); }
};
using JsonDocument = std::unique_ptr<yyjson_doc, JsonDeleter>;

// Parses one JSON object in valid UTF-8. `what` names the text in messages. Fails with `error_code`
// on any other text, a duplicate key at any level or nesting deeper than 32; with model/too-large
// beyond kMaxJsonValues; and with memory/exhausted. Nesting and values are counted before anything
// is built.
Result<JsonDocument> ParseJsonObject(std::string_view text, std::string_view what,
                                     const char* error_code);

class Fields {
 public:
  // `place` is how messages call the object ("preprocess", "operation 12 (conv2d)").
  Fields(yyjson_val* object, std::string place) : object_(object), place_(std::move(place)) {}

  const std::string& place() const { return place_; }

  // Every getter fails with model/bad-metadata when the value has another type or is out of range;
  // those without a default also when the key is missing.
  Result<std::string> String(const char* key) const;
  Result<std::string> StringOr(const char* key, const char* fallback) const;
  Result<uint32_t> UintOr(const char* key, uint32_t fallback, uint32_t low, uint32_t high) const;
  Result<bool> BoolOr(const char* key, bool fallback) const;
  Result<HeightWidth> Pair(const char* key) const;  // [height, width], each 1..kMaxStep
  Result<HeightWidth> PairOr(const char* key, HeightWidth fallback) const;
  Result<double> Number(const char* key) const;  // finite
  Result<std::vector<double>> Numbers(const char* key, size_t count) const;
  Result<std::vector<std::string>> Strings(const char* key) const;
  // A list of `least` to `most` whole numbers, each from `low` to 2^28.
  Result<std::vector<uint32_t>> Uints(const char* key, size_t least, size_t most,
                                      uint32_t low) const;
  Result<Fields> Object(const char* key) const;
  Result<Padding> PaddingOrNone() const;                           // the key "padding"
  Result<std::optional<Quantization>> QuantizationOrNone() const;  // the key "quantization"
  Result<Clamp> ClampOrNone() const;                               // the key "clamp"

  bool Has(const char* key) const { return Get(key) != nullptr; }
  yyjson_val* Get(const char* key) const { return yyjson_obj_get(object_, key); }
  yyjson_val* object() const { return object_; }

  std::unexpected<Error> Wrong(const char* key, TextPieces want) const;
  std::unexpected<Error> Wrong(const char* key, TextPiece want) const { return Wrong(key, {want}); }

  static constexpr uint32_t kMaxStep = 4096;  // kernels, strides, dilations, paddings, in pixels

 private:
  yyjson_val* object_;
  std::string place_;
};

}  // namespace glance
