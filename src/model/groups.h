// `labels.groups` of the `glance` document: the hierarchy of the classes.
#pragma once

#include <vector>

#include "base/result.h"
#include "glance/model_description.h"

namespace glance {

class Fields;  // of model/json.h

inline constexpr int kMaxGroups = 4096;
inline constexpr int kMaxGroupsAbove = 15;  // one group

// The key "groups" of `labels`; no groups when it is missing. The lists of labels in `model` say
// which languages and how many classes there are. Fails with model/bad-metadata or model/too-large.
Result<std::vector<ClassGroup>> ReadGroups(const Fields& labels, const ModelDescription& model);

}  // namespace glance
