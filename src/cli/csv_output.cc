#include <array>
#include <cstdio>

#include "cli/output.h"

namespace glance::cli {
namespace {

std::string Quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char character : field) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + "\"";
}

std::string Score(float score) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6f", static_cast<double>(score));
  return text.data();
}

}  // namespace

std::string CsvHeader() {
  return "file,width,height,rank,index,label,score,error_code,error_message\r\n";
}

std::string CsvOf(const std::string& file, const Result<Classification>& result) {
  if (!result) {
    return Quoted(file) + ",,,,,,," + result.error().code + "," + Quoted(result.error().message) +
           "\r\n";
  }
  std::string rows;
  for (size_t i = 0; i < result->predictions.size(); ++i) {
    const auto& prediction = result->predictions[i];
    rows += Quoted(file) + "," + std::to_string(result->width_px) + "," +
            std::to_string(result->height_px) + "," + std::to_string(i + 1) + "," +
            std::to_string(prediction.index) + "," + Quoted(prediction.label) + "," +
            Score(prediction.score) + ",,\r\n";
  }
  return rows;
}

}  // namespace glance::cli
