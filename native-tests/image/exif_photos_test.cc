// Eighteen photographs of two scenes, stored in all orientations.
#include <gtest/gtest.h>

#include "pictures.h"
#include "support/fault_report.h"
#include "support/shared_data.h"

namespace glance {
namespace {

Result<DecodedPicture> DecodePhoto(const std::string& scene, int number) {
  const std::string name = "exif/" + scene + "_" + std::to_string(number) + ".jpg";
  return DecodePicture(test::ReadFile(test::SharedData(name)));
}

double MeanDifference(const Image& a, const Image& b) {
  double sum = 0;
  for (size_t i = 0; i < a.pixels().size(); ++i) {
    sum += std::abs(a.pixels().data()[i] - b.pixels().data()[i]);
  }
  return sum / static_cast<double>(a.pixels().size());
}

class ExifPhotos : public testing::TestWithParam<const char*> {};

TEST_P(ExifPhotos, ComeOutUprightAndAlike) {
  NEED_SHARED_DATA("exif");
  const auto upright = DecodePhoto(GetParam(), 1);
  ASSERT_TRUE(upright.has_value());
  for (int number = 0; number <= 8; ++number) {
    const auto photo = DecodePhoto(GetParam(), number);
    ASSERT_TRUE(photo.has_value()) << number;
    // File 0 has a tag of 0, which means nothing.
    EXPECT_EQ(photo->exif_orientation, std::max(number, 1));
    ASSERT_EQ(photo->image.width_px(), upright->image.width_px()) << number;
    ASSERT_EQ(photo->image.height_px(), upright->image.height_px()) << number;
    // The same scene saved again as JPEG. A wrong turn of these photographs differs by 40 or more.
    EXPECT_LT(MeanDifference(photo->image, upright->image), 5.0) << number;
  }
  test::ReportFault(10, std::string("9 of 9 of ") + GetParam() + " upright");
}

INSTANTIATE_TEST_SUITE_P(Scenes, ExifPhotos, testing::Values("Landscape", "Portrait"));

}  // namespace
}  // namespace glance
