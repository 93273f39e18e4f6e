#include "cli/name_list.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/error_codes.h"
#include "cli/output.h"
#include "image/sniff.h"

namespace glance::cli {
namespace {

constexpr size_t kLongestName = 1 << 16;

std::unexpected<Error> NoList(std::string_view what) {
  return Fail(error_code::kCallBadArgument,
              {"standard input is ", what,
               ", not a list of names: use /dev/stdin for the picture, or give its name"});
}

// A name may begin like a format of letters ("BM", "GIF8"), but holds none of a header's control
// characters; and no name between two NULs is empty.
bool LooksBinary(std::string_view text, char end) {
  if (end == '\0' && text.substr(0, 64).contains(std::string_view("\0\0", 2))) return true;
  return std::ranges::any_of(text.substr(0, 64), [end](char character) {
    const auto byte = static_cast<uint8_t>(character);
    return byte < 0x20 && character != end && !std::string_view("\t\r\n").contains(character);
  });
}

// "a JPEG picture", when `text` begins like one.
std::optional<std::string_view> PictureIn(std::string_view text, char end) {
  const ByteSpan bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  if (text.starts_with("\xFF\xD8\xFF")) return "a JPEG picture";
  if (text.starts_with("\x89PNG")) return "a PNG picture";
  const auto other = RecogniseOtherFormat(bytes);
  if (other && other->is_picture && (LooksBinary(text, end) || text.front() == '<')) {
    return other->name;
  }
  return std::nullopt;
}

bool ForEachInList(char list_end, const std::function<bool(const std::string&)>& take) {
  NameList list(list_end);
  bool is_done = true;
  while (true) {
    const auto name = list.Next();
    if (!name) {
      PrintError(name.error());
      return false;
    }
    if (!*name) return is_done;
    if (!take(**name)) is_done = false;
  }
}

}  // namespace

bool ForEachName(const std::vector<std::string>& files, char list_end,
                 const std::function<bool(const std::string&)>& take) {
  bool is_done = true;
  for (const std::string& file : files) {
    if (!(file == "-" ? ForEachInList(list_end, take) : take(file))) is_done = false;
  }
  return is_done;
}

Result<bool> NameList::ReadMore() {
  std::array<char, 4096> bytes{};
  ssize_t count = 0;
  do {
    count = read(STDIN_FILENO, bytes.data(), bytes.size());
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    return Fail(error_code::kFileUnreadable,
                {"cannot read standard input: ", std::strerror(errno)});
  }
  pending_.append(bytes.data(), static_cast<size_t>(count));
  if (is_begin_ && !pending_.empty()) {
    if (const auto picture = PictureIn(pending_, end_)) return NoList(*picture);
  }
  return count > 0;
}

Result<std::optional<std::string>> NameList::Next() {
  while (true) {
    const size_t length = pending_.find(end_);
    if (std::min(length, pending_.size()) > kLongestName) {
      return NoList("text without the end of a name");
    }
    if (length == std::string::npos) {
      TRY_ASSIGN(const bool is_more, ReadMore());
      if (is_more) continue;
      if (pending_.empty()) return std::nullopt;
    }
    std::string name = pending_.substr(0, length);
    pending_.erase(0, length == std::string::npos ? length : length + 1);
    is_begin_ = false;
    if (end_ == '\n' && name.ends_with('\r')) name.pop_back();
    if (!name.empty()) return name;
  }
}

}  // namespace glance::cli
