// Class activation maps against onnxruntime's features: native-tests/fixtures/classifier/README.md.
#include <gtest/gtest.h>
#include <yyjson.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "classifier/lite0.h"

namespace glance {
namespace {

struct HeatMapGolden {
  std::string picture;
  int class_index = 0, height = 0, width = 0;
  std::vector<double> values;  // (height, width), 0..1
};

std::vector<double> Numbers(yyjson_val* list) {
  std::vector<double> numbers;
  for (size_t i = 0; i < yyjson_arr_size(list); ++i) {
    numbers.push_back(yyjson_get_num(yyjson_arr_get(list, i)));
  }
  return numbers;
}

std::vector<HeatMapGolden> ReadHeatMapGoldens() {
  const auto text = test::ReadFile(test::Fixture("classifier/heat_maps-f32.json"));
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(
      yyjson_read(reinterpret_cast<const char*>(text.data()), text.size(), 0), yyjson_doc_free);
  yyjson_val* maps = yyjson_obj_get(yyjson_doc_get_root(document.get()), "maps");
  std::vector<HeatMapGolden> goldens;
  for (size_t i = 0; i < yyjson_arr_size(maps); ++i) {
    yyjson_val* map = yyjson_arr_get(maps, i);
    goldens.push_back({yyjson_get_str(yyjson_obj_get(map, "picture")),
                       yyjson_get_int(yyjson_obj_get(map, "class")),
                       yyjson_get_int(yyjson_obj_get(map, "height")),
                       yyjson_get_int(yyjson_obj_get(map, "width")),
                       Numbers(yyjson_obj_get(map, "values"))});
  }
  return goldens;
}

// Of the values of both, which span 0 to 1.
double LargestDifference(Classifier& classifier, const HeatMapGolden& golden) {
  const auto result =
      test::ClassifyFixture(classifier, "classifier/" + golden.picture,
                            {.heat_map = true, .heat_map_class = golden.class_index});
  EXPECT_TRUE(result && result->heat_map);
  const HeatMap& map = *result->heat_map;
  EXPECT_EQ(map.height, golden.height);
  EXPECT_EQ(map.width, golden.width);
  EXPECT_EQ(map.values.size(), golden.values.size());
  double largest = 0;
  for (size_t i = 0; i < golden.values.size(); ++i) {
    largest = std::max(largest, std::abs(double{map.values.data()[i]} - golden.values[i]));
  }
  return largest;
}

// 1e-3 of the range is what the project promises. In int8 neighbouring values of two correct
// programs may be rounded apart, so that only the sum over one's own features is exact:
// HeatMap.IsTheWeightedSumOfTheFeaturesInFloatAndInInt8.
TEST(HeatMapGoldens, EqualOnnxruntimes) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto goldens = ReadHeatMapGoldens();
  ASSERT_EQ(goldens.size(), 9U);
  double largest = 0;
  for (const HeatMapGolden& golden : goldens) {
    SCOPED_TRACE(golden.picture + ", class " + std::to_string(golden.class_index));
    const double difference = LargestDifference(*classifier, golden);
    EXPECT_LE(difference, 1e-3);
    largest = std::max(largest, difference);
  }
  std::printf("9 heat maps: largest difference %.1e of the range\n", largest);
}

}  // namespace
}  // namespace glance
