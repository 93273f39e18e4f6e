#include <array>
#include <cstdio>

#include "cli/output.h"

namespace glance::cli {
namespace {

std::string FormatNumber(const char* format, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

std::string Notes(const Classification& result) {
  std::string notes;
  if (result.exif_orientation != 1) {
    notes += ", turned upright (EXIF " + std::to_string(result.exif_orientation) + ")";
  }
  if (result.alpha_dropped) notes += ", transparency ignored";
  return notes;
}

}  // namespace

std::string TextOf(const std::string& file, const Result<Classification>& result) {
  if (!result) return file + "\n  " + result.error().message + " [" + result.error().code + "]\n";
  std::string text = file + "  (" + std::to_string(result->width_px) + " x " +
                     std::to_string(result->height_px) + Notes(*result) + ")\n";
  for (const auto& prediction : result->predictions) {
    text += FormatNumber("  %5.1f %%  ", 100.0 * prediction.score) + prediction.label + "\n";
  }
  const Timings& timings = result->timings;
  return text + "  decode " + FormatNumber("%.1f", timings.decode_ms) + ", prepare " +
         FormatNumber("%.1f", timings.preprocess_ms) + ", infer " +
         FormatNumber("%.1f ms\n", timings.infer_ms);
}

}  // namespace glance::cli
