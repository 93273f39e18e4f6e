#include "model/hostile_weights.h"

#include <string_view>
#include <utility>

#include "model/tiny_model.h"

namespace glance::test {
namespace {

using Files = std::vector<HostileWeights>;

void AddContainers(Files& files) {
  for (const uint64_t length : {uint64_t{0}, uint64_t{1}, uint64_t{9}, uint64_t{100'000'000},
                                uint64_t{100'000'001}, uint64_t{1} << 32, (uint64_t{1} << 32) + 2,
                                uint64_t{1} << 63, UINT64_MAX, UINT64_MAX - 7}) {
    files.push_back({"header length " + std::to_string(length), ContainerBytes(length, "{}")});
  }
  files.push_back({"no header", {}});
  for (const size_t depth : {33u, 100'000u}) {
    const std::string nested = std::string(depth, '[') + std::string(depth, ']');
    files.push_back({"depth " + std::to_string(depth), ContainerBytes("{\"a\":" + nested + "}")});
  }
  for (const std::string_view header : {"{", "{} {}", R"({"a":1,"a":1})", R"({"__metadata__":[]})",
                                        R"({"__metadata__":{"glance":{}}})"}) {
    files.push_back({std::string(header), ContainerBytes(std::string(header))});
  }
}

void AddEntry(Files& files, const std::string& entries, size_t data_bytes) {
  files.push_back({entries, ContainerBytes("{" + entries + "}", std::vector<uint8_t>(data_bytes))});
}

void AddShapes(Files& files) {
  for (const char* shape :
       {"[0]", "[-1]", "[1.5]", "[2]", "[1,1,1,1,1,1,1,1,1]", "[2147483647]", "[2147483648]",
        "[4294967297]", "[18446744073709551616]", "[2147483647,1073741824]",
        "[1073741824,1073741824,4]", "[65536,65536,65536,65536]", "{}", "null"}) {
    AddEntry(files, EntryJson("a", "F32", shape, 0, 4), 4);
    AddEntry(files, EntryJson("a", "F32", shape, 0, 0), 0);
  }
}

void AddOffsets(Files& files) {
  const std::pair<uint64_t, uint64_t> places[] = {{4, 0},
                                                  {0, 3},
                                                  {0, 8},
                                                  {4, 8},
                                                  {UINT64_MAX - 3, 0},
                                                  {UINT64_MAX - 4, UINT64_MAX},
                                                  {1, 5},
                                                  {uint64_t{1} << 32, (uint64_t{1} << 32) + 4}};
  for (const auto& [begin, end] : places) {
    AddEntry(files, EntryJson("a", "F32", "[1]", begin, end), 4);
  }
  const std::string first = EntryJson("a", "F32", "[2]", 0, 8) + ",";
  AddEntry(files, first + EntryJson("b", "F32", "[2]", 4, 12), 12);   // overlap
  AddEntry(files, first + EntryJson("b", "F32", "[2]", 0, 8), 8);     // the same bytes
  AddEntry(files, first + EntryJson("b", "F32", "[1]", 12, 16), 16);  // gap
  AddEntry(files, first + EntryJson("a", "F32", "[2]", 8, 16), 16);   // the same name
  AddEntry(files, EntryJson("a", "F32", "[1]", 0, 4), 5);             // a tail
  AddEntry(files, EntryJson("a", "F128", "[1]", 0, 16), 16);
  std::string many;
  for (size_t i = 0; i <= 16'384; ++i) {
    if (i > 0) many += ',';
    many += EntryJson(std::to_string(i), "I8", "[1]", i, i + 1);
  }
  AddEntry(files, many, 16'385);
}

// `from` of the tiny model's document replaced.
void AddDocument(Files& files, std::string_view from, std::string_view to) {
  files.push_back(
      {std::string(to), ModelFileBytes(Replaced(TinyDocument(), from, to), TinyTensors())});
}

void AddGraphs(Files& files) {
  AddDocument(files, R"("input": "image", "output": "conv")",
              R"("input": "conv", "output": "conv")");
  AddDocument(files, R"("input": "image", "output": "conv")",
              R"("input": "logits", "output": "conv")");
  AddDocument(files, R"("output": "pool")", R"("output": "conv")");
  AddDocument(files, R"("output": "pool")", R"("output": "image")");
  AddDocument(files, R"("input": "pool")", R"("input": "pond")");
  AddDocument(files, R"("op": "conv2d")", R"("op": "conv3d")");
  AddDocument(files, R"("op": "conv2d")", R"("op": "")");
  AddDocument(files, R"({"logits": "logits")", R"({"logits": "lost")");
  AddDocument(files, R"({"logits": "logits")", R"({"logits": "conv")");
  AddDocument(files, R"("weight": "w")", R"("weight": "nowhere")");
  AddDocument(files, R"("weight": "w")", R"("weight": "e")");
  AddDocument(files, R"("weight": "d")", R"("weight": "w")");
  AddDocument(files, R"("bias": "b")", R"("bias": "e")");
  AddDocument(files, R"("bias": "b")", R"("bias": "b", "groups": 65537)");
  AddDocument(files, R"("stride": [2, 2])", R"("stride": [0, 2])");
  AddDocument(files, R"("stride": [2, 2])", R"("stride": [4294967297, 1])");
  AddDocument(files, R"("stride": [2, 2], "padding": "same")",
              R"("stride": [2, 2], "dilation": [4096, 4096])");
  AddDocument(files, R"("padding": "same")", R"("padding": [0, 0, 0, 4097])");
  AddDocument(files, R"("clamp": [0, 6])", R"("clamp": [6, 0])");
}

void AddMetadata(Files& files) {
  AddDocument(files, R"("format_version": 1)", R"("format_version": 2)");
  AddDocument(files, R"("input_size": [8, 8])", R"("input_size": [0, 8])");
  AddDocument(files, R"("input_size": [8, 8])", R"("input_size": [8, 4097])");
  AddDocument(files, R"("std": [128, 128, 128])", R"("std": [0, 128, 128])");
  AddDocument(files, R"("mean": [127, 127, 127])", R"("mean": [127])");
  AddDocument(files, R"({"en": ["0", "1"]})", R"({"en": ["0", "1", "2"]})");
  AddDocument(files, R"({"en": ["0", "1"]})", R"({"en": [0, 1]})");
  AddDocument(files, R"({"en": ["0", "1"]})", R"({"en": []})");
  std::string twice;  // as many channels again with each operation: 3 x 2^27
  for (int i = 0; i < 27; ++i) {
    const std::string input = i == 0 ? "\"image\"" : "\"v" + std::to_string(i - 1) + "\"";
    twice += R"({"op": "concat", "inputs": [)" + input + ", " + input + R"(], "output": "v)" +
             std::to_string(i) + "\"}, ";
  }
  AddDocument(files, "\"operations\": [", "\"operations\": [" + twice);
}

void AddGroupsOfClasses(Files& files) {
  const auto add = [&](const std::string& groups) {
    AddDocument(files, R"({"en": ["0", "1"]})", R"({"en": ["0", "1"], "groups": )" + groups + "}");
  };
  const auto group = [](const std::string& id, const std::string& rest) {
    return R"({"id": ")" + id + R"(", "name": {"en": "x"}, )" + rest + "}";
  };
  add("{}");
  add("[" + group("a", R"("classes": [2])") + "]");
  add("[" + group("a", R"("classes": [18446744073709551615])") + "]");
  add("[" + group("a", R"("classes": [0, 0])") + "]");
  add("[" + group("a", R"("classes": [])") + "]");
  add("[" + group("a", R"("classes": [0], "parent": "a")") + "]");
  add("[" + group("a", R"("classes": [0], "parent": "b")") + "]");
  add("[" + group("a", R"("classes": [0])") + ", " + group("a", R"("classes": [1])") + "]");
  std::string empty, circle, nothing;
  for (int i = 0; i < 4096; ++i) {
    const std::string comma = i == 0 ? "" : ",";
    const std::string next = std::to_string((i + 1) % 4096);
    empty += comma + group(std::to_string(i), R"("parent": null)");
    circle += comma + group(std::to_string(i), R"("parent": ")" + next + "\"");
    nothing += comma + "0";
  }
  add("[" + empty + "]");
  add("[" + circle + "]");
  add("[" + nothing + "]");
  add("[" + nothing + "," + nothing + "]");
}

}  // namespace

std::vector<HostileWeights> AllHostileWeights() {
  Files files;
  AddContainers(files);
  AddShapes(files);
  AddOffsets(files);
  AddGraphs(files);
  AddMetadata(files);
  AddGroupsOfClasses(files);
  return files;
}

}  // namespace glance::test
