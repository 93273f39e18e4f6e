#include <cstdint>
#include <string>
#include <utility>

#include "base/sha256.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/inspection.h"
#include "model/shapes.h"

namespace glance::cli {
namespace {

Result<Inspection> Inspect(const std::string& path) {
  TRY_ASSIGN(auto bytes, ReadFile(path));
  Inspection inspection;
  inspection.sha256 = Sha256Hex(bytes.span());
  TRY_ASSIGN(inspection.model, LoadModel(std::move(bytes)));
  const PreprocessSpec& preprocess = inspection.model.preprocess;
  TRY_ASSIGN(inspection.shapes,
             InferShapes(inspection.model, static_cast<uint32_t>(preprocess.crop_height_px),
                         static_cast<uint32_t>(preprocess.crop_width_px)));
  return inspection;
}

}  // namespace

int RunInspect(const Arguments& arguments) {
  const auto inspection = Inspect(arguments.files.front());
  if (!inspection) {
    PrintError(inspection.error());
    return kExitFailed;
  }
  const auto print = arguments.format == Format::kJson ? PrintInspectionJson : PrintInspectionText;
  print(*inspection);
  return kExitDone;
}

}  // namespace glance::cli
