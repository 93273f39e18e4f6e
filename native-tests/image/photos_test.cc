#include <gtest/gtest.h>

#include "pictures.h"
#include "support/shared_data.h"

namespace glance {
namespace {

TEST(Photos, AreAllDecoded) {
  NEED_SHARED_DATA("pictures");
  const auto names = test::FilesIn(test::SharedData("pictures"), ".jpeg");
  ASSERT_EQ(names.size(), 200u);
  for (const std::string& name : names) {
    const auto decoded = DecodePicture(test::ReadFile(test::SharedData("pictures/" + name)));
    ASSERT_TRUE(decoded.has_value()) << name << ": " << decoded.error().message;
    EXPECT_GT(decoded->image.width_px(), 64);
    EXPECT_GT(decoded->image.height_px(), 64);
  }
}

}  // namespace
}  // namespace glance
