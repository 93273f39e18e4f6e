// Mutated files of a fuzzing corpus: each gives a picture or a typed error, quickly.
#include <gtest/gtest.h>

#include <ctime>

#include "pictures.h"
#include "support/fault_report.h"
#include "support/shared_data.h"

namespace glance {
namespace {

TEST(JpegSeeds, GiveAPictureOrATypedError) {
  NEED_SHARED_DATA("jpeg-seeds");
  const auto names = test::FilesIn(test::SharedData("jpeg-seeds/images"), ".jpg");
  ASSERT_EQ(names.size(), 879u);
  int pictures = 0;
  for (const std::string& name : names) {
    const auto file = test::ReadFile(test::SharedData("jpeg-seeds/images/" + name));
    const std::clock_t before = std::clock();
    const auto decoded = DecodePicture(file, {.max_side_px = 65'535});
    EXPECT_LT(std::clock() - before, CLOCKS_PER_SEC) << name;
    pictures += decoded.has_value() ? 1 : 0;
    if (!decoded) {
      EXPECT_TRUE(decoded.error().code.starts_with("image/")) << name;
      EXPECT_FALSE(decoded.error().message.empty()) << name;
    }
  }
  EXPECT_GE(pictures, 7);  // those that only their notes or a few coefficients were changed in
  test::ReportFault(3, "879 mutated JPEGs of a fuzzing corpus: " + std::to_string(pictures) +
                           " pictures, the others refused, each within 1 s");
}

}  // namespace
}  // namespace glance
