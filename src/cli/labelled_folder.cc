#include "cli/labelled_folder.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "base/error_codes.h"
#include "cli/text.h"

namespace glance::cli {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

std::unexpected<Error> UnreadableFolder(const std::string& path, const std::string& reason) {
  return Fail(error_code::kFileUnreadable, {"cannot read the folder '", path, "': ", reason});
}

void SayBeside(size_t count, const std::string& path) {
  if (count == 0) return;
  std::cerr << "glance: " << count << (count == 1 ? " file" : " files") << " in '" << Escaped(path)
            << "' beside the folders left out: each folder is a class, put "
            << (count == 1 ? "it" : "them") << " into one\n";
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
  size_t beside = 0;
  std::error_code error;
  fs::directory_iterator entries(path, error);
  const fs::directory_iterator end;
  while (!error && entries != end) {
    std::error_code unknown;
    if (IsHidden(entries->path())) {
      // Neither a class nor a picture.
    } else if (entries->is_directory(unknown)) {
      TRY_ASSIGN(auto files, FilesBelow(entries->path().string()));
      folders.push_back({entries->path().filename().string(), std::move(files)});
    } else {
      ++beside;
    }
    entries.increment(error);
  }
  if (error) return UnreadableFolder(path, error.message());
  if (folders.empty()) {
    return UnreadableFolder(path, "it holds no folders; want one for each class, named after it");
  }
  SayBeside(beside, path);
  std::ranges::sort(folders, {}, &LabelledFolder::name);
  return folders;
}

}  // namespace glance::cli
