// Likeness with scenes for pictures and embeddings made by hand.
#include <gtest/gtest.h>

#include <limits>

#include "glance/likeness.h"
#include "likeness/scenes.h"
#include "support/expect_error.h"

namespace glance {
namespace {

using test::ExpectError;
using test::Scene;

constexpr uint32_t kSize = 64;
using Embedding = std::vector<float>;

// Of one seed the same; of two different ones at a cosine of about 0.
Embedding EmbeddingOf(uint32_t seed) { return test::RandomNumbers(seed).Floats(kSize); }

// At this cosine to that of the seed: a sum with what is at a right angle to it.
Embedding EmbeddingNear(uint32_t seed, float cosine) {
  const Embedding embedding = EmbeddingOf(seed);
  Embedding other = EmbeddingOf(seed + 77'777);
  const auto dot = [](const Embedding& a, const Embedding& b) {
    float sum = 0;
    for (size_t i = 0; i < kSize; ++i) sum += a[i] * b[i];
    return sum;
  };
  const float along = dot(embedding, other) / dot(embedding, embedding);
  for (size_t i = 0; i < kSize; ++i) other[i] -= along * embedding[i];
  const float share = std::sqrt((1 - cosine * cosine) * dot(embedding, embedding) /
                                std::max(dot(other, other), 1e-6f));
  for (size_t i = 0; i < kSize; ++i) other[i] = cosine * embedding[i] + share * other[i];
  return other;
}

Likeness Empty() { return Likeness(kSize); }

void Add(Likeness& likeness, const Image& image, const Embedding& embedding) {
  const auto fingerprint = test::BytesOfFingerprint(image);
  ASSERT_TRUE(likeness.Add(embedding, fingerprint).has_value());
}

// "edited 0 2 keep 0; ..." of all groups.
std::string Groups(const Likeness& likeness) {
  constexpr const char* kNames[] = {"same", "resized", "edited", "similar"};
  std::string text;
  const auto groups = likeness.Duplicates().value();
  for (const LikenessGroup& group : groups) {
    text += text.empty() ? "" : "; ";
    text += kNames[static_cast<size_t>(group.kind)];
    for (const int picture : group.pictures) text += " " + std::to_string(picture);
    text += " keep " + std::to_string(group.keep);
  }
  return text;
}

// Two looks at one scene, between strangers.
std::string GroupOf(const Image& first, const Image& second, float cosine) {
  Likeness likeness = Empty();
  Add(likeness, Scene(501).Picture(80, 60), EmbeddingOf(501));
  Add(likeness, first, EmbeddingOf(7));
  Add(likeness, Scene(502).Picture(80, 60), EmbeddingOf(502));
  Add(likeness, second, EmbeddingNear(7, cosine));
  Add(likeness, Scene(503).Picture(80, 60), EmbeddingOf(503));
  return Groups(likeness);
}

Image TurnedPicture(const Image& image, int form) {
  const auto side = static_cast<size_t>(image.width_px());
  Image turned = test::CopyOf(image);
  for (size_t y = 0; y < side; ++y) {
    for (size_t x = 0; x < side; ++x) {
      const size_t from = PixelOfForm(form, side, x, y);
      for (size_t c = 0; c < 3; ++c) {
        turned.pixels()[(y * side + x) * 3 + c] = image.pixels()[from * 3 + c];
      }
    }
  }
  return turned;
}

TEST(Duplicates, OfTheSameSizeAreTheSame) {
  const Image image = Scene(7).Picture(80, 60);
  EXPECT_EQ(GroupOf(image, image, 1), "same 1 3 keep 1");
  EXPECT_EQ(GroupOf(image, image, 0), "same 1 3 keep 1");  // the fingerprint is enough
}

TEST(Duplicates, OfOtherSizesAreResizedAndTheLargestIsKept) {
  const Scene scene(7);
  EXPECT_EQ(GroupOf(scene.Picture(80, 60), scene.Picture(40, 30), 0.3f), "resized 1 3 keep 1");
  EXPECT_EQ(GroupOf(scene.Picture(80, 60), scene.Picture(161, 121), 0.3f), "resized 1 3 keep 3");
  EXPECT_EQ(GroupOf(scene.Picture(80, 60), scene.Picture(80, 30), 0.3f), "edited 1 3 keep 1");
}

TEST(Duplicates, OfEqualSizeTheSharpestIsKept) {
  const Image blurred = Scene(7).Picture(80, 60);
  Image sharp = test::CopyOf(blurred);
  for (size_t i = 0; i < sharp.pixels().size(); i += 6) {
    for (size_t c = 0; c < 3; ++c) sharp.pixels()[i + c] ^= 1;
  }
  EXPECT_EQ(GroupOf(blurred, sharp, 1), "same 1 3 keep 3");
}

TEST(Duplicates, BrighterOnesAreEdited) {
  const Scene scene(7);
  EXPECT_EQ(GroupOf(scene.Picture(80, 60), scene.Picture(80, 60, {.brightness = 0.7}), 0.9f),
            "edited 1 3 keep 1");
}

TEST(Duplicates, OfOtherColourAreEdited) {
  const Image image = Scene(7).Picture(80, 60);
  Image red = test::CopyOf(image);
  for (size_t i = 0; i < red.pixels().size(); i += 3) red.pixels()[i + 2] /= 2;
  EXPECT_EQ(GroupOf(image, red, 0.9f).substr(0, 10), "edited 1 3");
}

TEST(Duplicates, AllFormsOfAPictureAreFoundByFingerprintsAlone) {
  const Image image = Scene(7).Picture(64, 64);
  for (int form = 1; form < kForms; ++form) {
    EXPECT_EQ(GroupOf(image, TurnedPicture(image, form), 0.1f).substr(0, 10), "edited 1 3") << form;
  }
}

TEST(Duplicates, CropsAndSmallTurnsAreFoundAmongNearEmbeddings) {
  const Scene scene(7);
  const Image image = scene.Picture(80, 60);
  const Image crop = scene.Picture(64, 48, {.x = 0.05, .y = 0.15, .width = 0.8, .height = 0.8});
  EXPECT_EQ(GroupOf(image, crop, 0.8f), "edited 1 3 keep 1");
  EXPECT_EQ(GroupOf(image, scene.Picture(80, 60, {.turn = 5}), 0.8f).substr(0, 10), "edited 1 3");
  EXPECT_EQ(GroupOf(image, crop, 0.5f), "");  // nothing says that they should be compared
}

TEST(Duplicates, MirroredCropsAreFoundToo) {
  const Scene scene(7);
  const Image crop = scene.Picture(64, 64, {.x = 0.1, .y = 0.1, .width = 0.85, .height = 0.85});
  EXPECT_EQ(
      GroupOf(scene.Picture(64, 64), TurnedPicture(crop, kSwapsLeftAndRight), 0.8f).substr(0, 10),
      "edited 1 3");
}

TEST(Duplicates, OtherPicturesOfNearEmbeddingsAreSimilar) {
  EXPECT_EQ(GroupOf(Scene(7).Picture(80, 60), Scene(8).Picture(90, 60), 0.97f),
            "similar 1 3 keep 3");
  EXPECT_EQ(GroupOf(Scene(7).Picture(80, 60), Scene(8).Picture(90, 60), 0.8f), "");
}

TEST(Duplicates, ASeriesJoinsGroupsOfTheSamePicture) {
  Likeness likeness = Empty();
  Add(likeness, Scene(1).Picture(80, 60), EmbeddingOf(1));
  Add(likeness, Scene(1).Picture(40, 30), EmbeddingOf(900));
  Add(likeness, Scene(2).Picture(80, 60), EmbeddingNear(1, 0.97f));
  Add(likeness, Scene(3).Picture(80, 60), EmbeddingOf(3));
  EXPECT_EQ(Groups(likeness).substr(0, 36), "resized 0 1 keep 0; similar 0 1 2 ke");
}

TEST(Duplicates, FlatPicturesAreTheSameOnlyInOneColour) {
  Likeness likeness = Empty();
  for (const int level : {10, 200, 10}) {
    Add(likeness, test::GreyPicture(30, 30, static_cast<uint8_t>(level)), EmbeddingOf(5));
  }
  EXPECT_EQ(Groups(likeness).substr(0, 15), "same 0 2 keep 0");
}

TEST(Duplicates, ManyEqualPicturesAreOneGroup) {
  Likeness likeness = Empty();
  const Image image = Scene(4).Picture(32, 32);
  for (int i = 0; i < 300; ++i) Add(likeness, image, EmbeddingOf(4));
  const auto groups = likeness.Duplicates().value();
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].pictures.size(), 300u);
  EXPECT_EQ(groups[0].kind, LikenessKind::kSame);
}

TEST(Duplicates, OfFewPicturesAreNone) {
  Likeness likeness = Empty();
  EXPECT_EQ(Groups(likeness), "");
  Add(likeness, Scene(1).Picture(20, 20), EmbeddingOf(1));
  EXPECT_EQ(Groups(likeness), "");
}

TEST(Similar, AreTheNearestBestFirst) {
  Likeness likeness(2);
  const auto fingerprint = test::BytesOfFingerprint(test::GreyPicture(4, 4, 9));
  const std::vector<Embedding> rows = {{0, 1}, {3, 4}, {4, 3}, {-1, 0}, {3, 4}};
  for (const Embedding& row : rows) ASSERT_TRUE(likeness.Add(row, fingerprint).has_value());
  const auto found = likeness.Similar(Embedding{2, 0}, 4).value();
  ASSERT_EQ(found.size(), 4u);
  const float cosines[] = {0.8f, 0.6f, 0.6f, 0};
  const int pictures[] = {2, 1, 4, 0};
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(found[i].picture, pictures[i]);
    EXPECT_NEAR(found[i].similarity, cosines[i], 1e-4);
  }
  EXPECT_EQ(likeness.Similar(Embedding{2, 0}, 100).value().size(), 5u);
}

TEST(Likeness, RefusesWhatIsNotOfAPicture) {
  Likeness likeness(3);
  const auto fingerprint = test::BytesOfFingerprint(test::GreyPicture(4, 4, 9));
  ExpectError(likeness.Add(Embedding{1, 2}, fingerprint), "call/bad-argument", "2 numbers");
  ExpectError(likeness.Add(Embedding{1, 2, std::numeric_limits<float>::infinity()}, fingerprint),
              "call/bad-argument", "infinity");
  ExpectError(likeness.Add(Embedding{1, 2, 3}, ByteSpan(fingerprint).first(5)), "call/bad-argument",
              "5 bytes");
  EXPECT_EQ(likeness.pictures(), 0);
  ExpectError(likeness.Similar(Embedding{1, 2, 3}, 0), "call/bad-argument", "top_k is 0");
  ExpectError(likeness.Similar(Embedding{1}, 1), "call/bad-argument", "1 numbers");
  ExpectError(Likeness(0).Add({}, fingerprint), "call/bad-argument", "0 numbers");
  EXPECT_TRUE(likeness.Similar(Embedding{1, 2, 3}, 5).value().empty());
}

}  // namespace
}  // namespace glance
