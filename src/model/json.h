// JSON text -> a parsed document without duplicate keys (yyjson does not check that by itself).
#pragma once

#include <yyjson.h>

#include <memory>
#include <string_view>

#include "base/result.h"

namespace glance {

struct JsonDeleter {
  void operator()(yyjson_doc* document) const { yyjson_doc_free(document); }
};
using JsonDocument = std::unique_ptr<yyjson_doc, JsonDeleter>;

// Parses one JSON object in valid UTF-8. `what` names the text in messages. Fails with `error_code`
// on any other text, a duplicate key at any level or nesting deeper than 32, and with
// memory/exhausted.
Result<JsonDocument> ParseJsonObject(std::string_view text, std::string_view what,
                                     const char* error_code);

}  // namespace glance
