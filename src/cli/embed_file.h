// One picture's file -> its embedding; shared by the commands that embed and teach.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/arguments.h"
#include "glance/classifier.h"

namespace glance::cli {

// With the time-out, fit and region of `arguments`. Fails as ReadPicture and Classifier::Embed do.
Result<Buffer<float>> EmbedFile(Classifier& classifier, const std::string& file,
                                const Arguments& arguments);

}  // namespace glance::cli
