// `--heatmap FILE.png`.
#pragma once

#include <string>

#include "base/buffer.h"
#include "base/result.h"
#include "postprocess/heat_map.h"
#include "preprocess/framing.h"
#include "preprocess/preprocess_spec.h"

namespace glance::cli {

// Writes what the network saw of `picture` (a JPEG or PNG file) that was framed so, enlarged, with
// `map` laid over it, as a PNG file. Fails with file/unwritable, image/* or memory/exhausted.
Result<void> WriteHeatMap(const std::string& path, ByteSpan picture, const Framing& framing,
                          const PreprocessSpec& preprocess, const HeatMap& map);

}  // namespace glance::cli
