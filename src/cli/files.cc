#include "cli/files.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <utility>

#include "base/error_codes.h"
#include "base/text.h"
#include "image/limits.h"
#include "model/budget.h"

namespace glance::cli {
namespace {

// A file descriptor that is closed in the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool Close() { return close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

std::unexpected<Error> Unreadable(const std::string& path, const char* reason) {
  return Fail(error_code::kFileUnreadable, {"cannot read '", path, "': ", reason});
}

std::unexpected<Error> TooLarge(const std::string& path, const std::string& size,
                                const ReadLimit& limit) {
  return Fail(limit.error_code, {"'", path, "' has ", size, " bytes; at most ",
                                 GroupDigits(limit.bytes), " are read"});
}

// Returns when there is something to read, or the end.
Result<void> Wait(int file, const Deadline& deadline) {
  constexpr double kLongestSeconds = 3600;
  while (true) {
    const auto left = deadline.SecondsLeft();
    TRY(deadline.Check());
    constexpr double kMilli = 1000;
    const int wait_ms =
        left ? static_cast<int>(std::ceil(std::min(*left, kLongestSeconds) * kMilli)) : -1;
    pollfd asked{.fd = file, .events = POLLIN, .revents = 0};
    const int ready = poll(&asked, 1, wait_ms);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return {};
  }
}

// `buffer` with room for more bytes.
Result<Buffer<uint8_t>> Grown(Buffer<uint8_t> buffer, size_t size) {
  TRY_ASSIGN(auto grown, Buffer<uint8_t>::Create(size));
  std::copy_n(buffer.data(), buffer.size(), grown.data());
  return grown;
}

// Everything from `file`, which is believed to have `expected_bytes`.
Result<Buffer<uint8_t>> ReadToEnd(int file, const std::string& path, uint64_t expected_bytes,
                                  const ReadLimit& limit, const Deadline& deadline) {
  constexpr uint64_t kFirst = 1 << 16;
  // One more than expected, so that the end is seen without another block.
  const uint64_t first = expected_bytes == 0 ? kFirst : expected_bytes + 1;
  TRY_ASSIGN(auto buffer, Buffer<uint8_t>::Create(static_cast<size_t>(first)));
  size_t count = 0;
  while (count <= limit.bytes) {
    if (count == buffer.size()) {
      const auto most = static_cast<size_t>(limit.bytes) + 1;
      TRY_ASSIGN(buffer, Grown(std::move(buffer), std::min(2 * count, most)));
    }
    TRY(Wait(file, deadline));
    const ssize_t read_bytes = read(file, buffer.data() + count, buffer.size() - count);
    if (read_bytes == 0) return std::move(buffer).First(count);
    if (read_bytes > 0) {
      count += static_cast<size_t>(read_bytes);
    } else if (errno != EINTR && errno != EAGAIN) {
      return Unreadable(path, std::strerror(errno));
    }
  }
  return TooLarge(path, "more than " + GroupDigits(limit.bytes), limit);
}

// ".glance-0123456789abcdef.part": what nobody can have made before.
std::string TemporaryName() {
  std::random_device random;
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), ".glance-%08x%08x.part", random(), random());
  return name.data();
}

// Gives `file` the owner, the group and the permissions of the file that it will replace, as far as
// the system allows it.
void KeepPermissions(const std::string& path, int file) {
  struct stat before{};
  if (stat(path.c_str(), &before) != 0) return;
  // Before the permissions: a group that is not this user's must not get those of the old group.
  const bool is_owned = fchown(file, before.st_uid, before.st_gid) == 0;
  const mode_t kept = is_owned ? S_IRWXU | S_IRWXG | S_IRWXO : S_IRWXU | S_IRWXO;
  fchmod(file, before.st_mode & kept);
}

bool WriteAll(int file, ByteSpan bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

Result<Buffer<uint8_t>> ReadFile(const std::string& path, const ReadLimit& limit,
                                 const Deadline& deadline) {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would last for ever.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat facts{};
  if (file.number() < 0 || fstat(file.number(), &facts) != 0) {
    return Unreadable(path, std::strerror(errno));
  }
  if (S_ISDIR(facts.st_mode)) return Unreadable(path, "it is a folder");
  const auto size = S_ISREG(facts.st_mode) ? static_cast<uint64_t>(facts.st_size) : uint64_t{0};
  if (size > limit.bytes) return TooLarge(path, GroupDigits(size), limit);
  return ReadToEnd(file.number(), path, size, limit, deadline);
}

Result<Buffer<uint8_t>> ReadPicture(const std::string& path, const Deadline& deadline) {
  return ReadFile(path, {DecodeLimits().max_file_bytes, error_code::kImageTooLarge}, deadline);
}

Result<Buffer<uint8_t>> ReadWeights(const std::string& path, int network_budget) {
  const auto budget = static_cast<uint64_t>(kNetworkBytes * network_budget);
  return ReadFile(path, {budget, error_code::kModelTooLarge});
}

Result<void> WriteFile(const std::string& path, ByteSpan bytes) {
  const auto refuse = [&](const char* reason) {
    return Fail(error_code::kFileUnwritable, {"cannot write '", path, "': ", reason});
  };
  std::error_code unknown;
  if (std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown)) {
    return refuse("it is not a regular file");
  }
  const std::string temporary =
      (std::filesystem::path(path).parent_path() / TemporaryName()).string();
  constexpr mode_t kReadableByAll = 0666;  // but for what the umask takes away
  Descriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       kReadableByAll));
  if (file.number() < 0) return refuse(std::strerror(errno));
  KeepPermissions(path, file.number());
  if (WriteAll(file.number(), bytes) && file.Close() &&
      rename(temporary.c_str(), path.c_str()) == 0) {
    return {};
  }
  const int error = errno;
  unlink(temporary.c_str());
  return refuse(std::strerror(error));
}

}  // namespace glance::cli
