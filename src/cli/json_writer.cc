#include "cli/json_writer.h"

#include <cmath>
#include <cstdlib>

#include "cli/text.h"

namespace glance::cli {
void AddString(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
               const std::string& text) {
  const std::string valid = ValidUtf8(text);
  yyjson_mut_obj_add_strncpy(document, object, key, valid.data(), valid.size());
}

void AddName(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
             const char* bytes_key, const std::string& name) {
  AddString(document, object, key, name);
  if (!IsUtf8(name)) AddString(document, object, bytes_key, Base64(name));
}

void AddError(yyjson_mut_doc* document, yyjson_mut_val* object, const Error& error) {
  yyjson_mut_val* inner = yyjson_mut_obj_add_obj(document, object, "error");
  AddString(document, inner, "code", error.code);
  AddString(document, inner, "message", error.message);
}

void AddMilliseconds(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
                     double milliseconds) {
  constexpr double kPerMillisecond = 1000.0;
  yyjson_mut_obj_add_real(document, object, key,
                          std::round(milliseconds * kPerMillisecond) / kPerMillisecond);
}

std::string LineOf(const MutableJson& document) {
  size_t length = 0;
  char* text = yyjson_mut_write(document.get(), 0, &length);
  const std::string line = text == nullptr ? "{}" : std::string(text, length);
  std::free(text);
  // What a terminal would obey stands in strings only, where JSON has the same escapes.
  return Escaped(line) + "\n";
}

}  // namespace glance::cli
