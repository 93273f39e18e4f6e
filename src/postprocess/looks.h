// Several looks at one picture -> one answer. In the whole picture a network hardly sees a small
// object; in a part that the object fills it sees it well. Where the whole leaves doubt, parts of
// it are looked at too. tools/measure_look_again.py measures what that is worth.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "preprocess/framing.h"

namespace glance {

// At most so many looks at one picture, the first one, at the whole of it, included.
inline constexpr size_t kMostLooks = 9;

// What to look at after `whole`, which is a part of the upright picture or all of it: kMostLooks -
// 1 framings. Their regions lie inside `whole` and have at least one pixel.
std::vector<Framing> FurtherLooks(const Region& whole);

// `looks` are the scores of several looks, (looks, classes), those of the first look first. Writes
// their mean to `scores`, (classes): each look weighs exp(-entropy in nats), so that one that knows
// nothing hardly counts, and the first look four times that, at least 0.4 of all. Returns the
// place of the look that gave most to the best class; of equals the first.
size_t MixScores(std::span<const float> looks, std::span<float> scores);

}  // namespace glance
