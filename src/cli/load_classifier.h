// The classifier that the options ask for.
#pragma once

#include "base/result.h"
#include "classifier.h"
#include "cli/arguments.h"

namespace glance::cli {

// Fails with file/unreadable, or as Classifier::Load does (naming the file).
Result<Classifier> LoadClassifier(const Arguments& arguments);

}  // namespace glance::cli
