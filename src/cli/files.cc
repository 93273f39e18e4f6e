#include "cli/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>

#include "base/error_codes.h"

namespace glance::cli {
namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<std::FILE, FileCloser>;

std::unexpected<Error> Unreadable(const std::string& path, const std::string& reason) {
  return Fail(error_code::kFileUnreadable, "cannot read '" + path + "': " + reason);
}

}  // namespace

Result<Buffer<uint8_t>> ReadFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return Unreadable(path, "it is a folder");
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Unreadable(path, error.message());
  const FileHandle file(std::fopen(path.c_str(), "rb"));
  if (!file) return Unreadable(path, std::strerror(errno));
  TRY_ASSIGN(auto buffer, Buffer<uint8_t>::Create(static_cast<size_t>(size)));
  if (std::fread(buffer.data(), 1, buffer.size(), file.get()) != buffer.size()) {
    return Unreadable(path, "it ended early");
  }
  return buffer;
}

Result<void> WriteFile(const std::string& path, ByteSpan bytes) {
  const std::string temporary = path + ".part";
  const auto fail = [&](int error) {
    std::remove(temporary.c_str());
    return Fail(error_code::kFileUnwritable,
                "cannot write '" + path + "': " + std::strerror(error));
  };
  FileHandle file(std::fopen(temporary.c_str(), "wb"));
  if (!file) return fail(errno);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) return fail(errno);
  if (std::fclose(file.release()) != 0) return fail(errno);
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return fail(errno);
  return {};
}

std::vector<std::string> ReadPathsFromStdin() {
  std::vector<std::string> paths;
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) paths.push_back(line);
  }
  return paths;
}

}  // namespace glance::cli
