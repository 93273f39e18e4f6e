// In steady state inference asks for no memory, and a whole classification for little.
#include <gtest/gtest.h>

#include "classifier/counted_allocations.h"
#include "classifier/lite0.h"
#include "image/decode.h"
#include "infer/network.h"

namespace glance {
namespace {

TEST(Allocations, AreCounted) {
  const size_t before = test::AllocationCount();
  const auto buffer = Buffer<float>::Create(3);
  const auto owned = std::make_unique<int>(3);
  EXPECT_EQ(test::AllocationCount() - before, 2u);
}

TEST(Allocations, InferenceMakesNoneAfterTheFirst) {
  for (const int threads : {1, 2}) {
    const auto model = LoadModel(test::Lite0File());
    ASSERT_TRUE(model);
    const auto [height, width] =
        std::pair(model->preprocess.crop_height_px, model->preprocess.crop_width_px);
    auto network = Network::Create(*model, {.height_px = static_cast<uint32_t>(height),
                                            .width_px = static_cast<uint32_t>(width),
                                            .threads = threads});
    ASSERT_TRUE(network);
    ASSERT_TRUE(network->Run());
    const size_t before = test::AllocationCount();
    for (int run = 0; run < 10; ++run) ASSERT_TRUE(network->Run());
    EXPECT_EQ(test::AllocationCount() - before, 0u) << threads << " threads";
  }
}

TEST(Allocations, ClassifyingDecodedPixelsMakesFew) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto picture = DecodePicture(test::ReadFile(test::Fixture(test::kEspresso)));
  ASSERT_TRUE(picture);
  ASSERT_TRUE(classifier->ClassifyImage(picture->image));
  const size_t before = test::AllocationCount();
  const auto result = classifier->ClassifyImage(picture->image);
  const size_t count = test::AllocationCount() - before;
  ASSERT_TRUE(result);
  RecordProperty("allocations", static_cast<int>(count));
  RecordProperty("allocations", static_cast<int>(count));
  EXPECT_LE(count, 20u);
}

TEST(Allocations, TheWholeClassificationMakesFew) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto file = test::ReadFile(test::Fixture(test::kEspresso));
  ASSERT_TRUE(classifier->Classify(file));
  const size_t before = test::AllocationCount();
  const auto result = classifier->Classify(file);
  const size_t count = test::AllocationCount() - before;
  ASSERT_TRUE(result);
  RecordProperty("allocations", static_cast<int>(count));
  EXPECT_LE(count, 40u);
}

}  // namespace
}  // namespace glance
