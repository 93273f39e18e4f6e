#include "model/groups.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/error_codes.h"
#include "model/json.h"

namespace glance {
namespace {

constexpr int kNoGroup = -1;

// A group as the file has it.
struct ReadGroup {
  ClassGroup group;       // without its parent, and without its classes
  std::string parent_id;  // empty: it has none
  yyjson_val* classes;    // those that hang on it directly; nullptr: none
};

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

// A text with something to read in it.
Result<std::string> TextOf(const Fields& fields, const char* key) {
  TRY_ASSIGN(std::string text, fields.String(key));
  if (IsBlank(text)) return fields.Wrong(key, "a text with something in it");
  return text;
}

Result<ReadGroup> ReadOne(yyjson_val* value, size_t place, const ModelDescription& model) {
  const Fields fields(value, Join({"labels.groups ", place}));
  if (!yyjson_is_obj(value)) {
    return Fail(error_code::kModelBadMetadata, {fields.place(), " is not an object"});
  }
  ReadGroup read{.group = {}, .parent_id = {}, .classes = fields.Get("classes")};
  TRY_ASSIGN(read.group.id, TextOf(fields, "id"));
  TRY_ASSIGN(const Fields names, fields.Object("name"));
  const Fields placed(names.object(), Join({fields.place(), " (", read.group.id, "): name"}));
  for (const auto& [language, list] : model.labels) {
    TRY_ASSIGN(read.group.names[language], TextOf(placed, language.c_str()));
  }
  if (fields.Has("parent") && !yyjson_is_null(fields.Get("parent"))) {
    TRY_ASSIGN(read.parent_id, TextOf(fields, "parent"));
  }
  if (read.classes != nullptr && !yyjson_is_arr(read.classes)) {
    return fields.Wrong("classes", "a list of classes");
  }
  return read;
}

std::unexpected<Error> Refuse(const ReadGroup& read, TextPieces problem) {
  return Fail(error_code::kModelBadMetadata,
              {"labels.groups: '", read.group.id, "' ", Join(problem)});
}

// The places of the groups, ordered by their ids. Fails when two have the same.
Result<std::vector<int>> OrderById(const std::vector<ReadGroup>& groups) {
  std::vector<int> order(groups.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  // A heap sort: std::sort is four times the code.
  const auto before = [&](int a, int b) { return groups[a].group.id < groups[b].group.id; };
  std::make_heap(order.begin(), order.end(), before);
  std::sort_heap(order.begin(), order.end(), before);
  const auto twin = std::adjacent_find(order.begin(), order.end(), [&](int a, int b) {
    return groups[a].group.id == groups[b].group.id;
  });
  if (twin != order.end()) return Refuse(groups[*twin], {"is the id of two groups"});
  return order;
}

Result<void> FindParents(std::vector<ReadGroup>& groups) {
  TRY_ASSIGN(const std::vector<int> order, OrderById(groups));
  for (ReadGroup& read : groups) {
    if (read.parent_id.empty()) continue;
    const auto found = std::lower_bound(
        order.begin(), order.end(), read.parent_id,
        [&](int place, const std::string& id) { return groups[place].group.id < id; });
    if (found == order.end() || groups[*found].group.id != read.parent_id) {
      return Refuse(read, {"has the parent '", read.parent_id, "', which is no group"});
    }
    read.group.parent = *found;
  }
  return {};
}

// Finds circles too: they have no end.
Result<void> CheckDepth(const std::vector<ReadGroup>& groups) {
  for (const ReadGroup& read : groups) {
    int above = 0;
    for (auto parent = read.group.parent; parent; parent = groups[*parent].group.parent) {
      if (++above > kMaxGroupsAbove) {
        return Refuse(
            read, {"has more than ", kMaxGroupsAbove, " groups above it, or is above ", "itself"});
      }
    }
  }
  return {};
}

// The place of the group that each class hangs on directly, or kNoGroup.
Result<std::vector<int>> FindOwners(const std::vector<ReadGroup>& groups, size_t classes) {
  std::vector<int> owners(classes, kNoGroup);
  for (size_t place = 0; place < groups.size(); ++place) {
    yyjson_arr_iter iterator = yyjson_arr_iter_with(groups[place].classes);
    while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
      if (!yyjson_is_uint(element) || yyjson_get_uint(element) >= classes) {
        return Refuse(groups[place], {"has a class that is not a whole number from 0 to ",
                                      static_cast<int64_t>(classes) - 1});
      }
      int& owner = owners[static_cast<size_t>(yyjson_get_uint(element))];
      if (owner != kNoGroup) {
        return Refuse(groups[place], {"has class ", yyjson_get_uint(element), ", which hangs on '",
                                      groups[owner].group.id, "' already"});
      }
      owner = static_cast<int>(place);
    }
  }
  return owners;
}

// Gives each class to its group and to those above it. Fails when a group gets none.
Result<void> GiveClasses(std::vector<ReadGroup>& groups, size_t classes) {
  TRY_ASSIGN(const std::vector<int> owners, FindOwners(groups, classes));
  const auto for_each_membership = [&](auto act) {
    for (size_t index = 0; index < classes; ++index) {
      if (owners[index] == kNoGroup) continue;
      for (std::optional<int> place = owners[index]; place; place = groups[*place].group.parent) {
        act(*place, static_cast<int>(index));
      }
    }
  };
  // Counted first: a list that grows by itself takes twice the memory.
  std::vector<size_t> counts(groups.size());
  for_each_membership([&](int place, int) { ++counts[place]; });
  for (size_t place = 0; place < groups.size(); ++place) {
    if (counts[place] == 0) {
      return Refuse(groups[place], {"has no class, nor have groups below it"});
    }
    groups[place].group.classes.reserve(counts[place]);
  }
  for_each_membership([&](int place, int index) { groups[place].group.classes.push_back(index); });
  return {};
}

Result<std::vector<ReadGroup>> ReadList(yyjson_val* list, const ModelDescription& model) {
  if (yyjson_arr_size(list) > kMaxGroups) {
    return Fail(error_code::kModelTooLarge,
                {yyjson_arr_size(list), " groups of labels; at most ", kMaxGroups});
  }
  std::vector<ReadGroup> groups;  // grows with what is read: a list may be long and no groups
  yyjson_arr_iter iterator = yyjson_arr_iter_with(list);
  while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
    TRY_ASSIGN(ReadGroup read, ReadOne(element, groups.size(), model));
    groups.push_back(std::move(read));
  }
  return groups;
}

}  // namespace

Result<std::vector<ClassGroup>> ReadGroups(const Fields& labels, const ModelDescription& model) {
  std::vector<ClassGroup> groups;
  if (!labels.Has("groups")) return groups;
  yyjson_val* list = labels.Get("groups");
  if (!yyjson_is_arr(list)) return labels.Wrong("groups", "a list of groups");
  TRY_ASSIGN(std::vector<ReadGroup> read, ReadList(list, model));
  TRY(FindParents(read));
  TRY(CheckDepth(read));
  TRY(GiveClasses(read, model.labels.begin()->second.size()));
  groups.reserve(read.size());
  for (ReadGroup& each : read) groups.push_back(std::move(each.group));
  return groups;
}

}  // namespace glance
