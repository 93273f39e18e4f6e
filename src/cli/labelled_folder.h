// A folder of folders: each holds the pictures of the class that it is named after.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace glance::cli {

struct LabelledFolder {
  std::string name;                // of the folder, as the system has it
  std::vector<std::string> files;  // paths, in the order of their bytes
};

// All files below `path`, also in folders of it, but hidden ones (.DS_Store). Fails with
// file/unreadable.
Result<std::vector<std::string>> FilesBelow(const std::string& path);

// The folders in `path` in the order of their names' bytes, hidden ones left out. Says on standard
// error how many files lie beside them: they are of no class. Fails with file/unreadable, also when
// there is no folder.
Result<std::vector<LabelledFolder>> ReadLabelledFolders(const std::string& path);

}  // namespace glance::cli
