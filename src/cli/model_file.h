// Which weight file is used, and the classifier that it makes.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/arguments.h"
#include "glance/classifier.h"

namespace glance::cli {

// The file is `arguments.model_path`; else the environment's GLANCE_MODEL when that is not empty;
// else the first that exists of models/efficientnet-lite0.safetensors beside the program, beside
// its folder, or in share/glance. Fails with file/unreadable and says what to do, or as
// Classifier::Load does, naming the file. It has all threads for the only picture of a call; for
// several it has one (picture_team.h).
Result<Classifier> LoadClassifier(const Arguments& arguments);

// `error` of the weight file, with its name; where that is one of another program's files (.onnx,
// .pth, ...), with the command that converts it.
std::unexpected<Error> RefuseWeights(const std::string& path, const Error& error);

// The same once more, to look at two pictures at once. Fails also where the file is a pipe, which
// gives its content once.
Result<Classifier> LoadAnotherClassifier(const Arguments& arguments);

// `requested`, or the processor's number of threads, at most 8, for 0.
int ThreadCount(int requested);

}  // namespace glance::cli
