#include "xmp/sidecars.h"

namespace glance::test {
namespace {

using xmp::KeywordsOf;
using Names = std::vector<std::string>;

TEST(Keywords, APathIsItsNamesAndTheWhole) {
  const auto keywords = KeywordsOf({"animal", "dog", "beagle"});
  EXPECT_EQ(keywords.subjects, (Names{"animal", "dog", "beagle"}));
  EXPECT_EQ(keywords.hierarchies, (Names{"animal|dog|beagle"}));
}

TEST(Keywords, NoPathIsNoKeyword) {
  EXPECT_TRUE(KeywordsOf({}).subjects.empty());
  EXPECT_TRUE(KeywordsOf({" ", ""}).hierarchies.empty());
}

TEST(Keywords, NamesThatWouldBreakAFileAreMended) {
  const auto keywords = KeywordsOf({"\x01one|two\xFF ", "\xEF\xBF\xBFx", "same", "same", "\n"});
  EXPECT_EQ(keywords.subjects, (Names{"\uFFFDone|two\uFFFD", "\uFFFDx", "same"}));
  EXPECT_EQ(keywords.hierarchies, (Names{"\uFFFDone/two\uFFFD|\uFFFDx|same|same"}));
  Added(InDescription(""), keywords);
}

TEST(Keywords, NamesAreCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 100'000; ++i) name += "狗";
  const auto keywords = KeywordsOf({name});
  EXPECT_EQ(keywords.subjects.front().size(), 999);
  Added(InDescription(""), keywords);
}

TEST(Keywords, AnyCharactersAreAddedOnce) {
  Added(InDescription(""), KeywordsOf({"a\rb\nc\td", "&amp;", "]]>", "<!--", "\"'"}));
}

}  // namespace
}  // namespace glance::test
