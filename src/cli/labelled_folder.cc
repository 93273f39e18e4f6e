#include "cli/labelled_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/error_codes.h"

namespace glance::cli {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

std::unexpected<Error> UnreadableFolder(const std::string& path, const std::string& reason) {
  return Fail(error_code::kFileUnreadable, {"cannot read the folder '", path, "': ", reason});
}

}  // namespace

Result<std::vector<std::string>> FilesBelow(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entries(path, error);
  const fs::recursive_directory_iterator end;
  while (!error && entries != end) {
    std::error_code unknown;
    if (IsHidden(entries->path())) {
      entries.disable_recursion_pending();
    } else if (!entries->is_directory(unknown)) {
      files.push_back(entries->path().string());
    }
    entries.increment(error);
  }
  if (error) return UnreadableFolder(path, error.message());
  std::ranges::sort(files);
  return files;
}

Result<std::vector<LabelledFolder>> ReadLabelledFolders(const std::string& path) {
  std::vector<LabelledFolder> folders;
  std::error_code error;
  fs::directory_iterator entries(path, error);
  const fs::directory_iterator end;
  while (!error && entries != end) {
    std::error_code unknown;
    if (!IsHidden(entries->path()) && entries->is_directory(unknown)) {
      TRY_ASSIGN(auto files, FilesBelow(entries->path().string()));
      folders.push_back({entries->path().filename().string(), std::move(files)});
    }
    entries.increment(error);
  }
  if (error) return UnreadableFolder(path, error.message());
  if (folders.empty()) {
    return UnreadableFolder(path, "it holds no folders; want one for each class, named after it");
  }
  std::ranges::sort(folders, {}, &LabelledFolder::name);
  return folders;
}

}  // namespace glance::cli
