#include "teach/pupils.h"

#include <algorithm>
#include <utility>

#include "base/error_codes.h"
#include "base/heap_sort.h"
#include "teach/examples.h"

namespace glance {
namespace {

constexpr double kMostLost = 0.5;
// Pictures times classes: cross-validation keeps an answer for each. No size overflows below it.
constexpr uint64_t kMostAnswers = uint64_t{1} << 27;

// The labels that pictures have, in the order of their bytes.
std::vector<std::string> UsedLabels(const std::vector<std::string>& labels,
                                    std::span<const int> label_of) {
  std::vector<std::string> used;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (std::ranges::find(label_of, static_cast<int>(i)) != label_of.end()) {
      used.push_back(labels[i]);
    }
  }
  HeapSort(used);
  return used;
}

Result<void> CheckCounts(size_t pictures, size_t classes) {
  if (classes < 2) {
    return Fail(error_code::kCallBadArgument,
                {"pictures of ", classes, " classes; want two classes at least"});
  }
  if (uint64_t{pictures} * classes <= kMostAnswers) return {};
  return Fail(error_code::kCallBadArgument,
              {pictures, " pictures of ", classes,
               " classes are too many to teach at once: leave some out"});
}

// -1 when there is no label for it.
Result<int> NoneClassOf(const std::vector<std::string>& labels, const std::string& none_label) {
  if (none_label.empty()) return -1;
  const auto none = std::ranges::find(labels, none_label);
  if (none == labels.end()) {
    return Fail(error_code::kCallBadArgument, {"no picture of '", none_label, "'"});
  }
  return static_cast<int>(none - labels.begin());
}

}  // namespace

Result<Pupils> PupilsOf(const std::vector<std::string>& labels, std::span<const int> label_of,
                        const TeachOptions& options) {
  if (!(options.lost >= 0 && options.lost <= kMostLost)) {
    return Fail(error_code::kCallBadArgument, "lost is not between 0 and 0.5");
  }
  Pupils pupils{.labels = UsedLabels(labels, label_of)};
  TRY(CheckCounts(label_of.size(), pupils.labels.size()));
  TRY_ASSIGN(pupils.none_class, NoneClassOf(pupils.labels, options.none_label));
  TRY_ASSIGN(pupils.classes, Buffer<int32_t>::Create(label_of.size()));
  for (size_t i = 0; i < label_of.size(); ++i) {
    const auto& label = labels[static_cast<size_t>(label_of[i])];
    pupils.classes.data()[i] = static_cast<int32_t>(std::ranges::lower_bound(pupils.labels, label) -
                                                    pupils.labels.begin());
  }
  return pupils;
}

Result<void> Arrange(Buffer<float> values, size_t columns, Pupils& pupils) {
  pupils.columns = columns;
  pupils.values = std::move(values);
  const auto rows = pupils.values.span();
  TRY_ASSIGN(pupils.order, CanonicalOrder(rows, columns, pupils.classes.span()));
  TRY(PutInOrder(rows, columns, pupils.order.span()));
  TRY_ASSIGN(auto classes, Buffer<int32_t>::Create(pupils.classes.size()));
  for (size_t i = 0; i < classes.size(); ++i) {
    classes.data()[i] = pupils.classes.data()[pupils.order.data()[i]];
  }
  pupils.classes = std::move(classes);
  return {};
}

}  // namespace glance
