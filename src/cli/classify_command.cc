#include <algorithm>
#include <iostream>
#include <limits>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/picture_call.h"
#include "cli/picture_team.h"
#include "image/decode.h"
#include "image/stb.h"
#include "postprocess/heat_map.h"
#include "preprocess/framing.h"
#include "preprocess/view.h"

namespace glance::cli {
namespace {

constexpr int kFactor = 3;  // a picture of 224 pixels is small for people

Size Enlarged(Size size) { return {size.height_px * kFactor, size.width_px * kFactor}; }

// The same part of the picture, to the last fraction, with more pixels for people; as it is when it
// would become too long to be counted.
Frame Enlarged(const Frame& frame) {
  const auto& [source, resized, view] = frame;
  const int longest = std::max(resized.height_px, resized.width_px);
  if (longest > std::numeric_limits<int>::max() / kFactor) return frame;
  return {source,
          Enlarged(resized),
          {view.x * kFactor, view.y * kFactor, view.width * kFactor, view.height * kFactor}};
}

// Writes what the network saw of `picture` (a JPEG or PNG file), enlarged, with `map` laid over it,
// as a PNG file. Fails with file/unwritable, image/* or memory/exhausted.
Result<void> WriteHeatMap(const Arguments& arguments, ByteSpan picture,
                          const PreprocessSpec& preprocess, const HeatMap& map) {
  constexpr float kOpacity = 0.5f;
  TRY_ASSIGN(const DecodedPicture decoded, DecodePicture(picture));
  const Size upright{decoded.image.height_px(), decoded.image.width_px()};
  TRY_ASSIGN(const Frame frame,
             FrameOf(upright, preprocess, {arguments.options.fit, arguments.options.region}));
  TRY_ASSIGN(const Image view, RenderView(decoded.image, Enlarged(frame), preprocess));
  TRY_ASSIGN(const Image overlay, OverlayHeatMap(view, map, kOpacity));
  TRY_ASSIGN(const auto png, EncodePng(overlay));
  return WriteFile(arguments.heat_map_path, png.span());
}

Result<Classification> ClassifyFile(Classifier& classifier, const std::string& file,
                                    const Arguments& arguments) {
  TRY_ASSIGN(const PictureCall call, ReadForCall(file, arguments));
  TRY_ASSIGN(auto result, classifier.Classify(call.file.span(), call.options));
  if (result.heat_map) {
    TRY(WriteHeatMap(arguments, call.file.span(), classifier.preprocess(), *result.heat_map));
  }
  return result;
}

std::string Formatted(Format format, const std::string& file,
                      const Result<Classification>& result) {
  if (format == Format::kJson) return JsonOf(file, result);
  return format == Format::kCsv ? CsvOf(file, result) : TextOf(file, result);
}

}  // namespace

int RunClassify(const Arguments& arguments) {
  auto classifier = LoadClassifier(arguments);
  if (!classifier) {
    PrintError(classifier.error());
    return kExitFailed;
  }
  if (arguments.format == Format::kCsv) std::cout << CsvHeader();
  const auto look = [&](Classifier& free, const std::string& file) -> PictureTeam::Report {
    const auto result = ClassifyFile(free, file, arguments);
    return [text = Formatted(arguments.format, file, result), is_done = result.has_value()] {
      std::cout << text << std::flush;
      return is_done;
    };
  };
  return ForEachPicture(*classifier, arguments, look) ? kExitDone : kExitFailed;
}

}  // namespace glance::cli
