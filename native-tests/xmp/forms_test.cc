// The many ways in which RDF writes the same list.
#include "xmp/sidecars.h"

namespace glance::test {
namespace {

constexpr std::string_view kRdf = R"(xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#")";

// The content of rdf:Description after "dog" was added to it.
void ExpectAdded(std::string_view content, std::string_view wanted) {
  EXPECT_EQ(Added(InDescription(content), kOneSubject), InDescription(wanted));
}

TEST(Forms, ItemsGoToTheEndOfAnArrayOfAnyKind) {
  for (const std::string kind : {"Bag", "Seq", "Alt"}) {
    const std::string begin = "<dc:subject><rdf:" + kind + "><rdf:li>cat</rdf:li>";
    const std::string end = "</rdf:" + kind + "></dc:subject>";
    ExpectAdded(begin + end, begin + "<rdf:li>dog</rdf:li>" + end);
  }
}

TEST(Forms, AnEmptyArrayIsOpened) {
  ExpectAdded("<dc:subject><rdf:Bag /></dc:subject>",
              "<dc:subject><rdf:Bag ><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>");
  ExpectAdded("<dc:subject><rdf:Bag></rdf:Bag></dc:subject>",
              "<dc:subject><rdf:Bag><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>");
}

TEST(Forms, AnEmptyPropertyGetsAnArray) {
  constexpr std::string_view kWanted =
      "<dc:subject><rdf:Bag><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>";
  ExpectAdded("<dc:subject/>", kWanted);
  ExpectAdded("<dc:subject></dc:subject>", kWanted);
}

TEST(Forms, ATextBecomesTheFirstItem) {
  ExpectAdded("<dc:subject>cat &amp; mouse</dc:subject>",
              "<dc:subject><rdf:Bag><rdf:li>cat &amp; mouse</rdf:li><rdf:li>dog</rdf:li>"
              "</rdf:Bag></dc:subject>");
  ExpectAdded("<dc:subject>dog</dc:subject>", "<dc:subject>dog</dc:subject>");
}

TEST(Forms, ItemsWithoutAnArrayGetOne) {
  ExpectAdded("<dc:subject><rdf:li>cat</rdf:li></dc:subject>",
              "<dc:subject><rdf:Bag><rdf:li>cat</rdf:li><rdf:li>dog</rdf:li></rdf:Bag>"
              "</dc:subject>");
}

TEST(Forms, AnAttributeBecomesAProperty) {
  EXPECT_EQ(Added(InDescription("<dc:format>a</dc:format>", " dc:subject='cat &lt; 2' dc:type=''"),
                  kOneSubject),
            InDescription("<dc:format>a</dc:format><dc:subject><rdf:Bag><rdf:li>cat &lt; 2</rdf:li>"
                          "<rdf:li>dog</rdf:li></rdf:Bag></dc:subject>",
                          " dc:type=''"));
  const std::string known = InDescription("", " dc:subject=\"dog\"");
  EXPECT_EQ(Added(known, kOneSubject), known);
}

TEST(Forms, ListsOfAllDescriptionsCountAndTheFirstArrayGrows) {
  const auto sidecar = [](std::string_view added) {
    return "<rdf:RDF " + std::string(kRdf) + " xmlns:d='http://purl.org/dc/elements/1.1/'>" +
           "<rdf:Description d:subject='cat'/>" +
           "<rdf:Description><d:subject><rdf:Bag><rdf:li>ant</rdf:li>" + std::string(added) +
           "</rdf:Bag></d:subject></rdf:Description>" +
           "<rdf:Description><d:subject>bee</d:subject></rdf:Description></rdf:RDF>";
  };
  EXPECT_EQ(Added(sidecar(""), {{"cat", "ant", "bee", "dog"}, {}}),
            sidecar("<rdf:li>dog</rdf:li>"));
}

TEST(Forms, PrefixesAreThoseOfTheFile) {
  const auto sidecar = [](std::string_view property) {
    return "<m:xapmeta xmlns:m='adobe:ns:meta/'><RDF xmlns='" + std::string(kRdf.substr(11, 43)) +
           "'><Description xmlns:dc='elsewhere' xmlns:e='http://purl.org/dc/elements/1.1/'>" +
           std::string(property) + "</Description></RDF></m:xapmeta>";
  };
  EXPECT_EQ(Added(sidecar("<dc:subject>dog</dc:subject>"), {{"dog"}, {"animal|dog"}}),
            sidecar("<dc:subject>dog</dc:subject>"
                    "<e:subject><Bag><li>dog</li></Bag></e:subject>"
                    "<lr:hierarchicalSubject xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\"><Bag>"
                    "<li>animal|dog</li></Bag></lr:hierarchicalSubject>"));
}

TEST(Forms, TheRdfThatIsMissingIsAdded) {
  const std::string list =
      "<dc:subject xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><rdf:Bag>"
      "<rdf:li>dog</rdf:li></rdf:Bag></dc:subject>";
  const std::string description = "<rdf:Description rdf:about=\"\">" + list + "</rdf:Description>";
  const std::string begin = "<x:xmpmeta xmlns:x='adobe:ns:meta/'";
  const std::string rdf = "<rdf:RDF " + std::string(kRdf);
  EXPECT_EQ(Added(begin + "/>", kOneSubject),
            begin + ">" + rdf + ">" + description + "</rdf:RDF></x:xmpmeta>");
  EXPECT_EQ(Added(rdf + "/>", kOneSubject), rdf + ">" + description + "</rdf:RDF>");
  EXPECT_EQ(Added(rdf + "><rdf:Description/></rdf:RDF>", kOneSubject),
            rdf + "><rdf:Description>" + list + "</rdf:Description></rdf:RDF>");
}

TEST(Forms, WhatLooksLikeAListElsewhereIsNone) {
  const std::string nested =
      "<dc:source><rdf:Description><dc:subject>dog</dc:subject></rdf:Description></dc:source>";
  ExpectAdded(nested, nested + "<dc:subject><rdf:Bag><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>");
  ExpectAdded(
      "<!-- <dc:subject>dog</dc:subject> --><?x </rdf:Description> ?>"
      "<dc:a b='/>'/><![CDATA[</rdf:Description>]]>",
      "<!-- <dc:subject>dog</dc:subject> --><?x </rdf:Description> ?>"
      "<dc:a b='/>'/><![CDATA[</rdf:Description>]]>"
      "<dc:subject><rdf:Bag><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>");
}

TEST(Forms, WhatNothingCanBeAddedToIsRefused) {
  for (const std::string content : {
           "<dc:subject rdf:resource='cat'/>",
           "<dc:subject rdf:parseType='Resource'><rdf:value>cat</rdf:value></dc:subject>",
           "<dc:subject><rdf:Description><rdf:value>cat</rdf:value></rdf:Description></dc:subject>",
       }) {
    ExpectError(xmp::WithKeywords(BytesOf(InDescription(content)), kOneSubject),
                "sidecar/unsupported", "dc:subject");
    // The other list can still grow.
    Added(InDescription(content), {{}, {"animal|dog"}});
  }
}

}  // namespace
}  // namespace glance::test
