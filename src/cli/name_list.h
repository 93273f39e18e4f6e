// The list of names on standard input, one after the other as they come.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace glance::cli {

class NameList {
 public:
  // `end` follows each name but perhaps the last: '\n', or '\0' for names of any characters.
  explicit NameList(char end) : end_(end) {}

  // The next name that is not empty, as soon as its end was read; nothing after the last. Fails
  // with call/bad-argument when what comes is a picture, or no list at all.
  Result<std::optional<std::string>> Next();

 private:
  // Reads what there is; false at the end.
  Result<bool> ReadMore();

  char end_;
  bool is_begin_ = true;  // no name was returned yet
  std::string pending_;   // read, and not yet a name
};

// Calls `take` with each of `files`, and with each name of standard input's list where one is "-";
// `take` returns whether it did what it should. True when it always did, and when each list was
// read to its end; else its error is printed.
bool ForEachName(const std::vector<std::string>& files, char list_end,
                 const std::function<bool(const std::string&)>& take);

}  // namespace glance::cli
