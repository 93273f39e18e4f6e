// Where the time goes from a picture's bytes to its labels, against stb_image's decode alone in the
// same program. Both take turns, so that a busy machine slows both; the table shows medians.
//   time_pictures MODEL ROUNDS PICTURE...
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "glance/classifier.h"
#include "timing/plain_stb.h"

namespace glance::timing {
namespace {

std::vector<uint8_t> ReadFile(const char* path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

struct Samples {
  std::vector<double> plain_stb, decode, preprocess, infer, total, ratio;
};

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double MillisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

bool TakeTurn(Classifier& classifier, ByteSpan file, Samples& samples) {
  auto start = std::chrono::steady_clock::now();
  if (!DecodePlainly(file)) return false;
  samples.plain_stb.push_back(MillisecondsSince(start));
  start = std::chrono::steady_clock::now();
  const auto result = classifier.Classify(file);
  if (!result) return false;
  samples.total.push_back(MillisecondsSince(start));
  samples.decode.push_back(result->timings.decode_ms);
  samples.preprocess.push_back(result->timings.preprocess_ms);
  samples.infer.push_back(result->timings.infer_ms);
  samples.ratio.push_back(samples.total.back() / samples.plain_stb.back());
  return true;
}

bool Measure(Classifier& classifier, const char* path, int rounds) {
  const auto file = ReadFile(path);
  Samples samples;
  constexpr int kWarmUpRounds = 2;
  for (int round = -kWarmUpRounds; round < rounds; ++round) {
    if (round == 0) samples = {};
    if (!TakeTurn(classifier, file, samples)) return false;
  }
  std::printf("%10.2f %10.2f %10.2f %10.2f %10.2f %8.3f  %s\n", Median(samples.plain_stb),
              Median(samples.decode), Median(samples.preprocess), Median(samples.infer),
              Median(samples.total), Median(samples.ratio), path);
  return true;
}

int Main(int argc, char** argv) {
  int rounds = 0;
  if (argc >= 4) {
    const std::string_view text = argv[2];
    std::from_chars(text.data(), text.data() + text.size(), rounds);
  }
  if (rounds < 1) {
    std::fprintf(stderr, "usage: time_pictures MODEL ROUNDS PICTURE...\n");
    return 2;
  }
  auto model = Buffer<uint8_t>::CopyOf(ReadFile(argv[1]));
  if (!model) return 1;
  auto classifier = Classifier::Load(*std::move(model));
  if (!classifier) {
    std::fprintf(stderr, "time_pictures: %s\n", classifier.error().message.c_str());
    return 1;
  }
  std::printf("%10s %10s %10s %10s %10s %8s\n", "stb alone", "decode", "preprocess", "infer",
              "total", "/ alone");
  for (int i = 3; i < argc; ++i) {
    if (Measure(*classifier, argv[i], rounds)) continue;
    std::fprintf(stderr, "time_pictures: %s cannot be classified\n", argv[i]);
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace glance::timing

int main(int argc, char** argv) { return glance::timing::Main(argc, argv); }
