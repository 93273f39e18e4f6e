#include <gtest/gtest.h>

#include "image/jpeg/scan.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

struct Case {
  const char* what;
  Bytes file;
  size_t coded_bytes, end;
  int64_t restarts;
};

const Case kCases[] = {
    {"nothing but the end", {0xFF, 0xD9}, 0, 0, 0},
    {"plain bytes", {1, 2, 3, 0xFF, 0xD9}, 3, 3, 0},
    {"a stuffed zero", {1, 0xFF, 0x00, 2, 0xFF, 0xD9}, 4, 4, 0},
    {"what looks like an end after a stuffed zero", {0xFF, 0x00, 0xD9, 0xFF, 0xD9}, 3, 3, 0},
    {"fill bytes before the end", {1, 0xFF, 0xFF, 0xFF, 0xD9}, 1, 1, 0},
    {"fill bytes before a stuffed zero", {1, 0xFF, 0xFF, 0x00, 2, 0xFF, 0xDA}, 5, 5, 0},
    {"restart markers", {1, 0xFF, 0xD0, 2, 0xFF, 0xD1, 3, 0xFF, 0xC4}, 7, 7, 2},
    {"fill bytes before a restart marker", {1, 0xFF, 0xFF, 0xD0, 2, 0xFF, 0xD9}, 5, 5, 1},
    {"a restart marker that codes nothing", {1, 0xFF, 0xD0, 0xFF, 0xD9}, 1, 3, 0},
    {"a second one", {1, 0xFF, 0xD0, 2, 0xFF, 0xD1, 0xFF, 0xFF, 0xD9}, 4, 6, 1},
};

TEST(JpegCodedData, EndsAtTheFirstMarkerThatIsNoRestart) {
  for (const Case& c : kCases) {
    const auto data = MeasureJpegCodedData(c.file, 0);
    ASSERT_TRUE(data.has_value()) << c.what;
    EXPECT_EQ(data->coded.size(), c.coded_bytes) << c.what;
    EXPECT_EQ(data->end, c.end) << c.what;
    EXPECT_EQ(data->restarts, c.restarts) << c.what;
  }
}

TEST(JpegCodedData, BeginsWhereItIsTold) {
  const Bytes file = {0xFF, 0xD9, 7, 8, 0xFF, 0xD9};
  const auto data = MeasureJpegCodedData(file, 2);
  ASSERT_TRUE(data.has_value());
  EXPECT_EQ(data->coded.size(), 2u);
  EXPECT_EQ(data->coded[0], 7);
  EXPECT_EQ(data->end, 4u);
}

TEST(JpegCodedData, IsCutShortWithoutAMarker) {
  for (const Bytes& file : {Bytes{}, Bytes{1, 2}, Bytes{1, 0xFF}, Bytes{0xFF, 0xFF},
                            Bytes{1, 0xFF, 0x00}, Bytes{1, 0xFF, 0xD0}, Bytes{1, 0xFF, 0xD0, 2}}) {
    const auto data = MeasureJpegCodedData(file, 0);
    ASSERT_FALSE(data.has_value());
    EXPECT_EQ(data.error().code, "image/damaged");
  }
}

TEST(JpegCodedData, CountsRestartMarkersModuloEight) {
  Bytes file;
  for (int i = 0; i < 20; ++i) {
    file.insert(file.end(), {1, 0xFF, static_cast<uint8_t>(0xD0 + i % 8)});
  }
  file.insert(file.end(), {1, 0xFF, 0xD9});
  EXPECT_EQ(MeasureJpegCodedData(file, 0).value().restarts, 20);
}

TEST(JpegCodedData, RefusesRestartMarkersOutOfOrder) {
  for (const Bytes& file :
       {Bytes{1, 0xFF, 0xD1, 2, 0xFF, 0xD9}, Bytes{1, 0xFF, 0xD0, 2, 0xFF, 0xD2, 3, 0xFF, 0xD9},
        Bytes{1, 0xFF, 0xD0, 2, 0xFF, 0xD0, 3, 0xFF, 0xD9}}) {
    const auto data = MeasureJpegCodedData(file, 0);
    ASSERT_FALSE(data.has_value());
    EXPECT_EQ(data.error().code, "image/damaged");
  }
}

}  // namespace
}  // namespace glance
