#include <gtest/gtest.h>

#include "image/png/structure.h"
#include "png_maker.h"

namespace glance {
namespace {

using test::Bytes;
using test::Chunk;

const Bytes kHeader = Chunk("IHDR", test::HeaderData({}));
const Bytes kPaletteHeader = Chunk("IHDR", test::HeaderData({.color_type = 3}));
const Bytes kData = Chunk("IDAT", test::Stored({0, 77}));
const Bytes kEnd = Chunk("IEND", {});

Result<PngStructure> Read(const Bytes& file) { return ReadPngStructure(file, DecodeLimits{}); }

std::string MessageFor(const std::vector<Bytes>& chunks, const std::string& code) {
  const auto png = Read(test::PngOf(chunks));
  if (png.has_value()) return "";
  EXPECT_EQ(png.error().code, code);
  return png.error().message;
}

std::string DamageOf(const std::vector<Bytes>& chunks) {
  return MessageFor(chunks, "image/damaged");
}

Bytes WithWrongChecksum(Bytes chunk) {
  chunk.back() ^= 1;
  return chunk;
}

TEST(PngStructure, FindsTheParts) {
  const Bytes palette = Chunk("PLTE", {1, 2, 3});
  const Bytes file = test::PngOf({kPaletteHeader, Chunk("gAMA", {0, 0, 0, 1}), palette,
                                  Chunk("tRNS", {0}), kData, kData, Chunk("eXIf", {9}), kEnd});
  const auto png = Read(file);
  ASSERT_TRUE(png.has_value());
  EXPECT_EQ(png->header.width_px, 1u);
  EXPECT_TRUE(std::ranges::equal(png->palette, Bytes{1, 2, 3}));
  EXPECT_EQ(png->image_chunks, 2);
  EXPECT_TRUE(png->has_end);
  EXPECT_EQ(png->compressed_bytes, 2 * (kData.size() - 12));
  EXPECT_TRUE(std::ranges::equal(png->exif, Bytes{9}));
  EXPECT_TRUE(png->has_alpha);
}

TEST(PngStructure, HasAlphaByChannelOrByTransparentColour) {
  const auto has_alpha = [](const Bytes& header, const Bytes& extra) {
    return Read(test::PngOf({header, extra, kData, kEnd})).value().has_alpha;
  };
  EXPECT_FALSE(has_alpha(kHeader, {}));
  EXPECT_TRUE(has_alpha(kHeader, Chunk("tRNS", {0, 1})));
  EXPECT_TRUE(has_alpha(Chunk("IHDR", test::HeaderData({.color_type = 4})), {}));
  EXPECT_TRUE(has_alpha(Chunk("IHDR", test::HeaderData({.color_type = 6})), {}));
}

TEST(PngStructure, IgnoresWhatFollowsTheEnd) {
  Bytes file = test::PngOf({kHeader, kData, kEnd});
  test::Append(file, Bytes(100, 0xAA));
  EXPECT_TRUE(Read(file).has_value());
}

TEST(PngStructure, SaysWhenAChecksumIsWrong) {
  const auto has_wrong = [](const std::vector<Bytes>& chunks) {
    const auto png = Read(test::PngOf(chunks)).value();
    return png.has_wrong_checksum || !png.is_header_sure;
  };
  EXPECT_FALSE(has_wrong({kHeader, kData, kEnd}));
  EXPECT_TRUE(has_wrong({WithWrongChecksum(kHeader), kData, kEnd}));
  EXPECT_TRUE(has_wrong({kHeader, WithWrongChecksum(kData), kEnd}));
  EXPECT_TRUE(has_wrong({kHeader, kData, WithWrongChecksum(kEnd)}));
  EXPECT_TRUE(has_wrong({kHeader, WithWrongChecksum(Chunk("tRNS", {0, 1})), kData, kEnd}));
  EXPECT_TRUE(has_wrong({kHeader, WithWrongChecksum(Chunk("tEXt", {'a', 0})), kData, kEnd}));
}

TEST(PngStructure, DoesNotTurnByExifOfAWrongChecksum) {
  const Bytes exif = WithWrongChecksum(Chunk("eXIf", {9}));
  EXPECT_TRUE(Read(test::PngOf({kHeader, exif, kData, kEnd})).value().exif.empty());
}

TEST(PngStructure, RefusesPartsThatAreMissingDoubleOrOutOfOrder) {
  EXPECT_NE(DamageOf({kData, kHeader, kEnd}), "");
  EXPECT_NE(DamageOf({kHeader, kHeader, kData, kEnd}), "");
  EXPECT_NE(DamageOf({kHeader, WithWrongChecksum(Chunk("ABCd", {})), kData, kEnd}), "");
  EXPECT_NE(DamageOf({kHeader, kEnd}), "");
  EXPECT_NE(DamageOf({kHeader, Chunk("IDAT", {}), kEnd}), "");
  EXPECT_NE(DamageOf({kPaletteHeader, kData, kEnd}), "");
  const Bytes palette = Chunk("PLTE", {1, 2, 3});
  EXPECT_NE(DamageOf({kPaletteHeader, kData, palette, kEnd}), "");
  EXPECT_NE(DamageOf({kPaletteHeader, palette, palette, kData, kEnd}), "");
}

TEST(PngStructure, RefusesPalettesOfImpossibleLength) {
  for (const size_t bytes : {0, 1, 2, 4, 769, 771}) {
    EXPECT_NE(DamageOf({kPaletteHeader, Chunk("PLTE", Bytes(bytes)), kData, kEnd}), "") << bytes;
  }
  EXPECT_EQ(DamageOf({kPaletteHeader, Chunk("PLTE", Bytes(768)), kData, kEnd}), "");
}

TEST(PngStructure, SaysWhereAFileStops) {
  const Bytes whole = test::PngOf({kHeader, kData, kEnd});
  const size_t data_at = 8 + kHeader.size();
  for (size_t count = 8; count < whole.size(); ++count) {
    const auto png = ReadPngStructure(ByteSpan(whole).first(count), DecodeLimits{});
    if (count > data_at + 8) {
      ASSERT_TRUE(png.has_value()) << count;
      EXPECT_FALSE(png->has_end) << count;
      EXPECT_LE(png->compressed_bytes, count - data_at - 8);
      continue;
    }
    ASSERT_FALSE(png.has_value()) << count;
    EXPECT_EQ(png.error().code, "image/damaged");
  }
  EXPECT_EQ(ReadPngStructure(ByteSpan(whole).first(30), DecodeLimits{}).error().message,
            "the PNG file is cut short: it stops after 30 bytes; copy or download it again");
  EXPECT_EQ(ReadPngStructure(ByteSpan(whole).first(34), DecodeLimits{}).error().message,
            "the PNG file is cut short: it stops after 34 bytes; copy or download it again");
}

TEST(PngStructure, TakesWhatThereIsOfAChunkThatIsLongerThanTheFile) {
  Bytes data = kData;
  data[0] = 0xFF;
  const Bytes file = test::PngOf({kHeader, data});
  const auto png = Read(file);
  ASSERT_TRUE(png.has_value());
  EXPECT_FALSE(png->has_end);
  EXPECT_EQ(png->compressed_bytes, kData.size() - 8);
}

TEST(PngStructure, RefusesBytesThatAreNoChunk) {
  EXPECT_EQ(DamageOf({kHeader, Bytes(12, 0), kData, kEnd}),
            "no PNG chunk starts at byte 33: the file is damaged; copy or download it again");
}

TEST(PngStructure, KeepsTheImageDataBeforeBytesThatAreNoChunk) {
  const auto png = Read(test::PngOf({kHeader, kData, Bytes(12, 0), kData, kEnd}));
  ASSERT_TRUE(png.has_value());
  EXPECT_EQ(png->image_chunks, 1);
  EXPECT_FALSE(png->has_end);
}

TEST(PngStructure, CallsAMangledSignatureDamaged) {
  Bytes file = test::PngOf({kHeader, kData, kEnd});
  file.erase(file.begin() + 4);  // the CR of the signature
  const auto png = Read(file);
  ASSERT_FALSE(png.has_value());
  EXPECT_EQ(png.error().code, "image/damaged");
}

TEST(PngStructure, NamesPrivateVariants) {
  EXPECT_NE(MessageFor({Chunk("CgBI", Bytes(4)), kHeader, kData, kEnd}, "image/unsupported-format"),
            "");
  EXPECT_EQ(MessageFor({kHeader, Chunk("ABCd", {}), kData, kEnd}, "image/unsupported-format"),
            "this is a private variant of PNG (chunk ABCd), which only the program that made it "
            "reads: save it as plain PNG");
}

// 1,032 bytes of rows are the most that a byte of data can hold; half of them may be missing.
TEST(PngStructure, RefusesMorePixelsThanTheDataCanHold) {
  const auto with_bytes = [](size_t bytes) {
    const Bytes header = Chunk("IHDR", test::HeaderData({.width_px = 1031, .height_px = 200}));
    return DamageOf({header, Chunk("IDAT", Bytes(bytes)), kEnd});
  };
  EXPECT_EQ(with_bytes(100), "");
  EXPECT_EQ(with_bytes(99),
            "the PNG's 99 bytes of image data cannot hold 1,031 x 200 pixels: the file is damaged; "
            "copy or download it again");
}

}  // namespace
}  // namespace glance
