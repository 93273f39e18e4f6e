// The three output formats of `glance classify`, which are returned as text that ends with a line
// break, and errors.
#pragma once

#include <string>

#include "base/result.h"
#include "glance/classifier.h"

namespace glance::cli {

std::string TextOf(const std::string& file, const Result<Classification>& result);

// One JSON object on one line; docs/interface.md lists its fields.
std::string JsonOf(const std::string& file, const Result<Classification>& result);

// One row a prediction (RFC 4180), or one row with the answer when the threshold leaves none, or
// with the error. The answer is empty when it is unknown.
std::string CsvHeader();
std::string CsvOf(const std::string& file, const Result<Classification>& result);

// "glance: message [code]" on standard error.
void PrintError(const Error& error);

// The same about a picture: "glance: 'file': message [code]".
void PrintFileError(const std::string& file, const Error& error);

// `status` itself, or kExitFailed after its error is printed.
int ExitStatusOf(const Result<int>& status);

}  // namespace glance::cli
