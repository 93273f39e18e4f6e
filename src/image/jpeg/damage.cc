#include "image/jpeg/damage.h"

#include "image/image_errors.h"

namespace glance {

void JpegGap::Add(int64_t from, int64_t to) {
  if (missing == 0) first = from;
  missing += to - from;
}

void JpegDamage::Add(const JpegGap& other) {
  const auto share = [](const JpegGap& part) {
    return static_cast<double>(part.missing) / static_cast<double>(part.of);
  };
  if (share(other) > share(gap)) gap = other;
}

std::string JpegDamage::Describe(bool is_upright) const {
  if (gap.missing > 0) {
    const bool is_end = gap.first + gap.missing == gap.of;
    return DescribeMissing(gap.missing, gap.of, is_upright && is_end);
  }
  if (has_wrong_data || is_out_of_order) return "a part of its data is wrong";
  if (lacks_detail) return "a part of its detail is missing";
  return has_spare_data ? "it has data that belong to no part of the picture" : "";
}

}  // namespace glance
