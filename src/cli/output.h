// The three output formats of `glance classify`. Each function returns text that ends with a line
// break; nothing is printed here.
#pragma once

#include <string>

#include "base/result.h"
#include "classifier.h"

namespace glance::cli {

std::string TextOf(const std::string& file, const Result<Classification>& result);

// One JSON object on one line; the fields are listed in README.md.
std::string JsonOf(const std::string& file, const Result<Classification>& result);

// One row a prediction (RFC 4180), or one row with the error.
std::string CsvHeader();
std::string CsvOf(const std::string& file, const Result<Classification>& result);

}  // namespace glance::cli
