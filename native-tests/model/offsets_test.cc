// Where the tensors' bytes stand: one test a rule of models/FORMAT.md.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/parse_entries.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(Offsets, BytesMustBeShapeTimesElementSize) {
  ExpectError(ParseShape("[2]", 4), error_code::kModelBadOffsets, "offsets 0..4, want 8 bytes");
  ExpectError(ParseEntries(EntryJson("a", "I8", "[4]", 0, 3), 3), error_code::kModelBadOffsets,
              "want 4 bytes");
}

TEST(Offsets, HugeShapeIsRefusedBeforeAnyAllocation) {
  ExpectError(ParseShape("[2147483647,1073741824]", uint64_t{2147483647} * 1073741824 * 4),
              error_code::kModelTruncated, "which has 4");
}

TEST(Offsets, ReversedOffsetsAreRefused) {
  ExpectError(ParseEntries(EntryJson("a", "F32", "[1]", 4, 0), 4), error_code::kModelBadOffsets,
              "offsets 4..0");
}

// end - begin wraps to 4.
TEST(Offsets, OffsetsThatWrapAreRefused) {
  ExpectError(ParseEntries(EntryJson("a", "F32", "[1]", UINT64_MAX - 3, 0), 4),
              error_code::kModelBadOffsets, "18446744073709551612..0");
  ExpectError(ParseEntries(EntryJson("a", "F32", "[1]", UINT64_MAX - 4, UINT64_MAX), 4),
              error_code::kModelTruncated, "18446744073709551615");
  ExpectError(
      ParseEntries(EntryJson("a", "F32", "[1]", uint64_t{1} << 32, (uint64_t{1} << 32) + 4), 4),
      error_code::kModelTruncated, "4294967300");
}

TEST(Offsets, OffsetsPastTheEndAreTruncated) {
  ExpectError(ParseEntries(EntryJson("a", "F32", "[1]", 0, 4), 3), error_code::kModelTruncated,
              "tensor 'a' ends at byte 4 of the data, which has 3");
}

TEST(Offsets, OverlapIsRefused) {
  const std::string first = EntryJson("a", "F32", "[2]", 0, 8);
  for (const std::string& second :
       {EntryJson("b", "F32", "[2]", 4, 12), EntryJson("b", "F32", "[2]", 0, 8),
        EntryJson("b", "F32", "[1]", 4, 8)}) {
    ExpectError(ParseEntries(first + "," + second, 12), error_code::kModelBadOffsets, "overlaps");
  }
}

TEST(Offsets, GapIsRefused) {
  ExpectError(ParseEntries(EntryJson("a", "F32", "[1]", 4, 8), 8), error_code::kModelBadOffsets,
              "tensor 'a' overlaps another one or follows a gap");
  ExpectError(
      ParseEntries(EntryJson("a", "F32", "[1]", 0, 4) + "," + EntryJson("b", "F32", "[1]", 8, 12),
                   12),
      error_code::kModelBadOffsets, "tensor 'b'");
}

TEST(Offsets, TrailingBytesAreRefused) {
  ExpectError(ParseEntries(EntryJson("a", "F32", "[1]", 0, 4), 5), error_code::kModelBadOffsets,
              "bytes after the last tensor: 1");
  ExpectError(ParseEntries("", 8), error_code::kModelBadOffsets, "bytes after the last tensor: 8");
}

TEST(Offsets, MisalignedTensorIsRefused) {
  ExpectError(
      ParseEntries(EntryJson("a", "I8", "[1]", 0, 1) + "," + EntryJson("b", "F32", "[1]", 1, 5), 5),
      error_code::kModelBadOffsets, "tensor 'b' is not aligned");
}

// Without spaces at its end the header leaves the data at an odd address.
TEST(Offsets, HeaderThatMisalignsItsDataIsRefused) {
  std::string header = "{";
  header += EntryJson("abc", "F32", "[1]", 0, 4) + "}";
  if (header.size() % 4 == 0) header += " ";
  const auto file = ContainerBytes(header.size(), header, std::vector<uint8_t>(4));
  ExpectError(ParseSafetensors(file), error_code::kModelBadOffsets, "'abc' is not aligned");
}

}  // namespace
}  // namespace glance::test
