// Runs a network on a random image and compares all of its outputs with the oracle's.
#pragma once

#include "base/result.h"
#include "model/model.h"
#include "support/random_numbers.h"

namespace glance::test {

// Fails the test where an output is farther from the oracle's than the oracle allows.
void ExpectOraclesAnswers(const Result<Model>& model, RandomNumbers& random);

}  // namespace glance::test
