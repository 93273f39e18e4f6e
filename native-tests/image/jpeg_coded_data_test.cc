#include <gtest/gtest.h>

#include "image/jpeg/scan.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

struct Case {
  const char* what;
  Bytes file;
  size_t coded_bytes;
};

const Case kCases[] = {
    {"nothing but the end", {0xFF, 0xD9}, 0},
    {"plain bytes", {1, 2, 3, 0xFF, 0xD9}, 3},
    {"a stuffed zero", {1, 0xFF, 0x00, 2, 0xFF, 0xD9}, 4},
    {"what looks like an end after a stuffed zero", {0xFF, 0x00, 0xD9, 0xFF, 0xD9}, 3},
    {"fill bytes before the end", {1, 0xFF, 0xFF, 0xFF, 0xD9}, 1},
    {"fill bytes before a stuffed zero", {1, 0xFF, 0xFF, 0x00, 2, 0xFF, 0xDA}, 5},
    {"restart markers in any order", {1, 0xFF, 0xD5, 2, 0xFF, 0xD1, 3, 0xFF, 0xC4}, 7},
    {"a restart marker that codes nothing", {1, 0xFF, 0xD0, 0xFF, 0xD9}, 3},
    {"a damaged zero", {1, 0xFF, 0x40, 2, 0xFF, 0xD9}, 4},
};

TEST(JpegCodedData, EndsAtTheFirstMarkerThatIsNoRestart) {
  for (const Case& c : kCases) {
    const JpegCodedData data = MeasureJpegCodedData(c.file, 0);
    EXPECT_EQ(data.coded.size(), c.coded_bytes) << c.what;
    EXPECT_EQ(data.end, c.coded_bytes) << c.what;
  }
}

TEST(JpegCodedData, BeginsWhereItIsTold) {
  const Bytes file = {0xFF, 0xD9, 7, 8, 0xFF, 0xD9};
  const JpegCodedData data = MeasureJpegCodedData(file, 2);
  ASSERT_EQ(data.coded.size(), 2u);
  EXPECT_EQ(data.coded[0], 7);
  EXPECT_EQ(data.end, 4u);
}

TEST(JpegCodedData, EndsWithTheFileWithoutAMarker) {
  for (const Bytes& file : {Bytes{}, Bytes{1, 2}, Bytes{1, 0xFF}, Bytes{0xFF, 0xFF},
                            Bytes{1, 0xFF, 0x00}, Bytes{1, 0xFF, 0xD0}, Bytes{1, 0xFF, 0xD0, 2}}) {
    const JpegCodedData data = MeasureJpegCodedData(file, 0);
    EXPECT_EQ(data.coded.size(), file.size());
    EXPECT_EQ(data.end, file.size());
  }
}

}  // namespace
}  // namespace glance
