// Sidecars as texts, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/expect_error.h"
#include "xmp/sidecar.h"

namespace glance::test {

inline const xmp::Keywords kBeagle{{"animal", "dog", "beagle"}, {"animal|dog|beagle"}};
inline const xmp::Keywords kOneSubject{{"dog"}, {}};

inline ByteSpan BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

inline std::string TextOf(ByteSpan bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The sidecar after keywords were added, which must succeed; the same text when it has them all.
// Adding once more must change nothing.
inline std::string Added(std::string_view sidecar, const xmp::Keywords& keywords) {
  const auto result = xmp::WithKeywords(BytesOf(sidecar), keywords);
  EXPECT_EQ(ErrorOf(result), "") << sidecar;
  if (!result || !*result) return std::string(sidecar);
  const std::string text = TextOf((*result)->span());
  const auto again = xmp::WithKeywords(BytesOf(text), keywords);
  EXPECT_EQ(ErrorOf(again), "") << text;
  EXPECT_TRUE(again && !*again) << text;
  return text;
}

// In a sidecar of one line whose rdf:Description has all the usual namespaces.
inline std::string InDescription(std::string_view content, std::string_view attributes = "") {
  return std::string(R"(<x:xmpmeta xmlns:x="adobe:ns:meta/">)"
                     R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">)"
                     R"(<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/")"
                     R"( xmlns:lr="http://ns.adobe.com/lightroom/1.0/")") +
         std::string(attributes) + ">" + std::string(content) +
         "</rdf:Description></rdf:RDF></x:xmpmeta>";
}

}  // namespace glance::test
