// New sidecars, and that adding keywords keeps every other byte.
#include "xmp/sidecar.h"

#include "support/files.h"
#include "xmp/sidecars.h"

namespace glance::test {
namespace {

using xmp::WithKeywords;

TEST(Sidecar, ANewOneIsTheGolden) {
  const auto sidecar = xmp::NewSidecar(kBeagle);
  ASSERT_EQ(ErrorOf(sidecar), "");
  EXPECT_EQ(TextOf(sidecar->span()), TextOf(ReadFile(Fixture("xmp/beagle.jpg.xmp"))));
  const auto again = WithKeywords(sidecar->span(), kBeagle);
  EXPECT_TRUE(again && !*again);
}

// As darktable writes them, with what nobody but its writer knows.
constexpr std::string_view kDarktable = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- kept: <rdf:li>dog</rdf:li> -->
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:dc='http://purl.org/dc/elements/1.1/'
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
   darktable:xmp_version="5"
   darktable:params="gz12eJxjYGBgkGAAgRNODESDBnsIHll8ANNSGQM=&#xA;&gt;">
   <darktable:masks_history>
    <rdf:Seq/>
   </darktable:masks_history>
   <dc:subject>
    <rdf:Seq>
     <rdf:li>Ann &amp; Bob</rdf:li>
     <rdf:li><![CDATA[dog]]></rdf:li>
    </rdf:Seq>
   </dc:subject>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">beagle</rdf:li></rdf:Alt></dc:title>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
)";

constexpr std::string_view kAddedSubjects = R"(     <rdf:li>animal</rdf:li>
     <rdf:li>beagle</rdf:li>
)";
constexpr std::string_view kAddedHierarchy = R"(   <lr:hierarchicalSubject>
    <rdf:Bag>
     <rdf:li>animal|dog|beagle</rdf:li>
    </rdf:Bag>
   </lr:hierarchicalSubject>
)";

// `text` with `added` before the line that `before` begins.
std::string Inserted(std::string text, std::string_view before, std::string_view added) {
  return text.insert(text.find(before), added);
}

TEST(Sidecar, OnlyWhatIsMissingIsInsertedAndEveryOtherByteStays) {
  std::string wanted = Inserted(std::string(kDarktable), "    </rdf:Seq>", kAddedSubjects);
  wanted = Inserted(std::move(wanted), "  </rdf:Description>", kAddedHierarchy);
  EXPECT_EQ(Added(kDarktable, kBeagle), wanted);
}

TEST(Sidecar, LineBreaksAreThoseOfTheFile) {
  const auto with_carriage_returns = [](std::string_view text) {
    std::string changed;
    for (const char character : text) {
      if (character == '\n') changed += '\r';
      changed += character;
    }
    return changed;
  };
  EXPECT_EQ(Added(with_carriage_returns(kDarktable), kBeagle),
            with_carriage_returns(Added(kDarktable, kBeagle)));
}

TEST(Sidecar, WithAllKeywordsThereIsNothingToWrite) {
  const std::string full = Added(kDarktable, kBeagle);
  const auto result = WithKeywords(BytesOf(full), kBeagle);
  EXPECT_TRUE(result && !*result);
  const auto none = WithKeywords(BytesOf(kDarktable), {});
  EXPECT_TRUE(none && !*none);
}

TEST(Sidecar, ReservedCharactersAreEscaped) {
  const std::string text = Added(InDescription(""), {{"salt & <pepper>", "狗"}, {}});
  EXPECT_NE(text.find("<rdf:li>salt &amp; &lt;pepper&gt;</rdf:li><rdf:li>狗</rdf:li>"),
            std::string::npos)
      << text;
}

TEST(Sidecar, AKeywordIsKnownHoweverItIsEscaped) {
  const std::string sidecar = InDescription(
      "<dc:subject><rdf:Bag><rdf:li> d&#111;<![CDATA[g]]><!-- --> "
      "</rdf:li></rdf:Bag></dc:subject>");
  EXPECT_EQ(Added(sidecar, kOneSubject), sidecar);
}

TEST(Sidecar, EveryEncodingStaysWhatItIs) {
  for (const size_t unit_bytes : {1, 2, 4}) {
    for (const bool is_big_endian : {false, true}) {
      for (const bool has_mark : {false, true}) {
        const xmp::Encoding encoding{unit_bytes, is_big_endian, has_mark};
        const xmp::Keywords keywords{{"狗", "\U0001F415"}, {}};
        const auto encoded = xmp::EncodeText(InDescription(""), encoding);
        const auto wanted = xmp::EncodeText(Added(InDescription(""), keywords), encoding);
        ASSERT_TRUE(encoded && wanted);
        EXPECT_EQ(Added(TextOf(encoded->span()), keywords), TextOf(wanted->span()))
            << unit_bytes << is_big_endian << has_mark;
      }
    }
  }
}

}  // namespace
}  // namespace glance::test
