// What a call about one picture needs.
#pragma once

#include <string>

#include "base/buffer.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "glance/classifier.h"

namespace glance::cli {

struct PictureCall {
  Buffer<uint8_t> file;
  ClassifyOptions options;  // with the time that reading has left
};

// Fails as ReadPicture does.
Result<PictureCall> ReadForCall(const std::string& path, const Arguments& arguments);

}  // namespace glance::cli
