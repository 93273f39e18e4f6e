// Text that comes from others (file names, labels, names of models), made safe for where it is
// shown.
#pragma once

#include <string>
#include <string_view>

namespace glance::cli {

bool IsUtf8(std::string_view text);

// Bytes that are not UTF-8 become U+FFFD.
std::string ValidUtf8(std::string_view text);

// For terminals: control characters, those that turn the direction of text, and bytes that are not
// UTF-8 are written out (\n, \u001b, \u202e, \xff), so that no name moves the cursor, ends a line
// or looks like another one.
std::string Escaped(std::string_view text);

// A cell of a CSV table (RFC 4180). An apostrophe before it keeps spreadsheets from running a text
// as a formula, as in the page's export.
std::string CsvCell(std::string_view text);

std::string Base64(std::string_view bytes);

}  // namespace glance::cli
