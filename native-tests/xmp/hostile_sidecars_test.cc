// What is not XMP is refused, and nothing costs more than its limits.
#include "xmp/sidecars.h"

namespace glance::test {
namespace {

constexpr std::string_view kNotXmp = "sidecar/not-xmp";

void ExpectRefused(std::string_view file, std::string_view reason,
                   std::string_view code = kNotXmp) {
  SCOPED_TRACE(file.substr(0, 300));
  ExpectError(xmp::WithKeywords(BytesOf(file), kBeagle), code, reason);
}

TEST(HostileSidecars, WhatIsNoXmlIsRefused) {
  ExpectRefused("", "no element");
  ExpectRefused("dog, cat\n", "text around");
  ExpectRefused("\xFF\xD8\xFF\xE0\0\x10JFIF", "not UTF-8");
  ExpectRefused(std::string_view("PK\x03\x04\0\0\0\0", 8), "does not allow");
  ExpectRefused("<!-- -->", "no element");
  ExpectRefused(R"({"keywords": []})", "text around");
}

TEST(HostileSidecars, XmlOfAnotherKindIsRefused) {
  ExpectRefused("<svg xmlns='http://www.w3.org/2000/svg'/>", "neither x:xmpmeta nor rdf:RDF");
  ExpectRefused("<xmpmeta/>", "neither");
  ExpectRefused("<x:xmpmeta xmlns:x='elsewhere'/>", "neither");
  ExpectRefused("<a><x:xmpmeta xmlns:x='adobe:ns:meta/'/></a>", "neither");
  ExpectRefused("<x:xmpmeta/>", "namespace of 'x:xmpmeta' is not declared");
  ExpectRefused(InDescription("<a:b/>"), "namespace of 'a:b' is not declared");
  ExpectRefused(InDescription("<dc:a c:b=''/>"), "namespace of 'c:b' is not declared");
}

TEST(HostileSidecars, ColonsInTheWrongPlaceAreRefused) {
  constexpr std::string_view kSaid = "colon in the wrong place";
  for (const std::string name : {"a:b:c", ":a", "a:", ":", "dc:a:", "dc:2", "dc:-a", "dc:.a"}) {
    ExpectRefused(InDescription("<" + name + "/>"), kSaid);
    ExpectRefused(InDescription("<dc:a " + name + "=''/>"), kSaid);
  }
  ExpectRefused(InDescription("", " xmlns:a:b='http://purl.org/dc/elements/1.1/'"), kSaid);
  ExpectRefused(InDescription("", " xmlns:2='http://purl.org/dc/elements/1.1/'"), kSaid);
  ExpectRefused(InDescription("", " xmlns:='http://purl.org/dc/elements/1.1/'"), kSaid);
}

TEST(HostileSidecars, SeveralDocumentsInOneAreRefused) {
  const std::string good = InDescription("");
  ExpectRefused(good + good, "more than one element");
  ExpectRefused(good + "dog", "text around");
  ExpectRefused("dog" + good, "text around");
  ExpectRefused(good + std::string(1, '\0'), "does not allow");
}

TEST(HostileSidecars, EveryCutIsRefused) {
  const std::string whole =
      InDescription("<dc:subject><rdf:Bag><rdf:li>c&amp;t</rdf:li></rdf:Bag></dc:subject>");
  for (size_t size = 0; size < whole.size(); ++size) {
    const auto result = xmp::WithKeywords(BytesOf(whole.substr(0, size)), kBeagle);
    ASSERT_FALSE(result.has_value()) << size;
    EXPECT_EQ(result.error().code, kNotXmp);
  }
}

TEST(HostileSidecars, DocumentTypesAndEntitiesAreRefused) {
  const std::string good = InDescription("");
  ExpectRefused("<!DOCTYPE x>" + good, "document type");
  ExpectRefused("<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>" + good, "document type");
  ExpectRefused("<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + good, "document type");
  for (const std::string entity : {"&a;", "&", "&;", "&#;", "&#x;", "&#xD800;", "&#0;", "&#1;",
                                   "&#x110000;", "&#99999999999;", "&#65", "&amp", "&AMP;"}) {
    ExpectRefused(InDescription("<dc:a>" + entity + "</dc:a>"), "entity");
    ExpectRefused(InDescription("<dc:a dc:b='" + entity + "'/>"), "entity");
  }
}

TEST(HostileSidecars, BrokenTagsAndAttributesAreRefused) {
  for (const std::string content :
       {"<dc:a>", "</dc:a>", "<dc:a></dc:b>", "<dc:a dc:b></dc:a>", "<dc:a dc:b=c></dc:a>",
        "<dc:a dc:b='></dc:a>", "<", "<1/>", "<!-- ", "<![CDATA[", "<?x "}) {
    ExpectRefused(InDescription(content), "it is not XM");
  }
  ExpectRefused(InDescription("<dc:a dc:b='' dc:b=''/>"), "an attribute twice");
}

TEST(HostileSidecars, WrongEncodingsAreRefused) {
  const std::string good = InDescription("");
  ExpectRefused("<?xml version='1.0' encoding='ISO-8859-1'?>" + good, "another encoding");
  ExpectRefused("<?xml version='1.0' encoding='utf-16'?>" + good, "another encoding");
  Added("<?xml version='1.0' encoding='utf-8'?>" + good, kBeagle);
  ExpectRefused(InDescription("\xC3"), "not UTF-8");
  ExpectRefused(InDescription("\xED\xA0\x80"), "not UTF-8");
  ExpectRefused(InDescription("\x01"), "does not allow");
  ExpectRefused(InDescription("\xEF\xBF\xBF"), "does not allow");
  ExpectRefused("\xFF\xFE<", "no character");                                 // half a unit
  ExpectRefused(std::string_view("\xFE\xFF\xD8\x3D\0<", 6), "no character");  // half a pair
}

TEST(HostileSidecars, DepthIsBounded) {
  const auto nested = [](int count) {
    std::string begin, end;
    for (int i = 0; i < count; ++i) begin += "<dc:a>", end += "</dc:a>";
    return InDescription(begin + end);
  };
  Added(nested(xmp::kMaxDepth - 3), kBeagle);
  ExpectRefused(nested(xmp::kMaxDepth - 2), "nested", "sidecar/too-large");
  ExpectRefused(nested(200'000), "nested", "sidecar/too-large");
}

TEST(HostileSidecars, SizeAttributesAndNamespacesAreBounded) {
  const std::string blanks(xmp::kMaxSidecarBytes, ' ');
  ExpectRefused(InDescription(blanks), "bytes", "sidecar/too-large");
  // One that is within the limit, but not with what is added.
  const std::string full = InDescription(blanks.substr(InDescription("").size()));
  ASSERT_EQ(full.size(), xmp::kMaxSidecarBytes);
  ExpectRefused(full, "bytes", "sidecar/too-large");
  std::string attributes, namespaces;
  for (int i = 0; i <= xmp::kMaxAttributes; ++i) attributes += " a" + std::to_string(i) + "=''";
  for (int i = 0; i <= 256; ++i) namespaces += " xmlns:a" + std::to_string(i) + "='b'";
  ExpectRefused(InDescription("<dc:a" + attributes + "/>"), "attributes", "sidecar/too-large");
  ExpectRefused(InDescription("<dc:a" + namespaces + "/>"), "namespaces", "sidecar/too-large");
}

TEST(HostileSidecars, TheLargestOnesAreReadInOneGo) {
  std::string items, elements;
  while (items.size() < xmp::kMaxSidecarBytes - 2000) items += "<rdf:li/>";
  while (elements.size() < xmp::kMaxSidecarBytes - 2000) elements += "<dc:a/>";
  Added(InDescription("<dc:subject><rdf:Bag>" + items + "</rdf:Bag></dc:subject>"), kOneSubject);
  Added(InDescription(elements), kOneSubject);
}

}  // namespace
}  // namespace glance::test
