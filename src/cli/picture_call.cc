#include "cli/picture_call.h"

#include <algorithm>
#include <utility>

#include "base/deadline.h"
#include "cli/files.h"

namespace glance::cli {

Result<PictureCall> ReadForCall(const std::string& path, const Arguments& arguments) {
  constexpr double kLeast = 1e-6;  // so that what is late is called so
  const Deadline deadline(arguments.timeout_seconds);
  TRY_ASSIGN(auto file, ReadPicture(path, deadline));
  PictureCall call{std::move(file), arguments.options};
  call.options.timeout_seconds = std::max(*deadline.SecondsLeft(), kLeast);
  return call;
}

}  // namespace glance::cli
