// Building JSON text with yyjson.
#pragma once

#include <yyjson.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace glance::cli {

struct MutableJsonDeleter {
  void operator()(yyjson_mut_doc* document) const { yyjson_mut_doc_free(document); }
};
using MutableJson = std::unique_ptr<yyjson_mut_doc, MutableJsonDeleter>;

// A document whose root is an empty object.
inline MutableJson NewJsonObject() {
  MutableJson document(yyjson_mut_doc_new(nullptr));
  yyjson_mut_doc_set_root(document.get(), yyjson_mut_obj(document.get()));
  return document;
}

// `text` is copied; bytes that are not UTF-8 become U+FFFD, so that any file name can be written.
void AddString(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
               const std::string& text);

// The name of a file; where it is not UTF-8, its bytes in Base64 stand beside it.
void AddName(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
             const char* bytes_key, const std::string& name);

void AddError(yyjson_mut_doc* document, yyjson_mut_val* object, const Error& error);

// A number of milliseconds, rounded to microseconds.
void AddMilliseconds(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
                     double milliseconds);

// The document on one line, with a line break.
std::string LineOf(const MutableJson& document);

}  // namespace glance::cli
