#include "model/metadata.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/error_codes.h"
#include "model/groups.h"

namespace glance {
namespace {

// Beside the languages in `labels`: the hierarchy of the classes, which is no list of labels.
constexpr std::string_view kGroupsKey = "groups";

Result<void> CheckVersion(const Fields& root) {
  if (!root.Has("format_version")) return root.Wrong("format_version", "a whole number");
  TRY_ASSIGN(const uint32_t version, root.UintOr("format_version", 0, 0, UINT32_MAX));
  if (version == kFormatVersion) return {};
  return Fail(error_code::kModelUnsupportedVersion,
              {"the file has format version ", version, "; this Glance reads ", kFormatVersion,
               ": convert the model again or update Glance"});
}

Result<ModelSource> ReadSource(const Fields& root) {
  ModelSource source;
  if (!root.Has("source")) return source;
  TRY_ASSIGN(const Fields fields, root.Object("source"));
  TRY_ASSIGN(source.package, fields.StringOr("package", ""));
  TRY_ASSIGN(source.url, fields.StringOr("url", ""));
  TRY_ASSIGN(source.file, fields.StringOr("file", ""));
  TRY_ASSIGN(source.sha256, fields.StringOr("sha256", ""));
  return source;
}

Result<std::array<float, 3>> ReadChannels(const Fields& fields, const char* key) {
  TRY_ASSIGN(const auto numbers, fields.Numbers(key, 3));
  std::array<float, 3> channels{};
  std::transform(numbers.begin(), numbers.end(), channels.begin(),
                 [](double number) { return static_cast<float>(number); });
  const bool finite = std::all_of(channels.begin(), channels.end(),
                                  [](float value) { return std::isfinite(value); });
  if (!finite) return fields.Wrong(key, "three numbers that float32 can hold");
  return channels;
}

Result<ResampleFilter> ReadFilter(const Fields& fields) {
  TRY_ASSIGN(const std::string filter, fields.String("filter"));
  if (filter == NameOf(ResampleFilter::kBilinear)) return ResampleFilter::kBilinear;
  if (filter == NameOf(ResampleFilter::kBicubic)) return ResampleFilter::kBicubic;
  return fields.Wrong("filter", "bilinear or bicubic");
}

Result<Rounding> ReadRounding(const Fields& fields, const char* key, Rounding fallback) {
  if (!fields.Has(key)) return fallback;
  TRY_ASSIGN(const std::string rounding, fields.String(key));
  if (rounding == NameOf(Rounding::kFloor)) return Rounding::kFloor;
  if (rounding == NameOf(Rounding::kNearest)) return Rounding::kNearest;
  return fields.Wrong(key, "floor or nearest");
}

Result<PreprocessSpec> ReadPreprocess(const Fields& root) {
  TRY_ASSIGN(const Fields fields, root.Object("preprocess"));
  PreprocessSpec spec;
  TRY_ASSIGN(const HeightWidth crop, fields.Pair("input_size"));
  spec.crop_height_px = static_cast<int>(crop.height);
  spec.crop_width_px = static_cast<int>(crop.width);
  const uint32_t longer = std::max(crop.height, crop.width);
  if (!fields.Has("resize_shorter")) return fields.Wrong("resize_shorter", "a whole number");
  TRY_ASSIGN(const uint32_t shorter,
             fields.UintOr("resize_shorter", longer, longer, 2 * Fields::kMaxStep));
  spec.resize_shorter_px = static_cast<int>(shorter);
  TRY_ASSIGN(spec.filter, ReadFilter(fields));
  TRY_ASSIGN(spec.longer_side, ReadRounding(fields, "longer_side", spec.longer_side));
  TRY_ASSIGN(spec.crop_offset, ReadRounding(fields, "crop_offset", spec.crop_offset));
  TRY_ASSIGN(spec.mean, ReadChannels(fields, "mean"));
  TRY_ASSIGN(spec.std, ReadChannels(fields, "std"));
  const bool positive =
      std::all_of(spec.std.begin(), spec.std.end(), [](float value) { return value > 0; });
  if (!positive) return fields.Wrong("std", "three numbers above 0");
  return spec;
}

Result<void> ReadLabels(const Fields& root, Model& model) {
  TRY_ASSIGN(const Fields fields, root.Object("labels"));
  yyjson_obj_iter iterator = yyjson_obj_iter_with(fields.object());
  while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
    const char* language = yyjson_get_str(key);
    if (std::string_view(language) == kGroupsKey) continue;
    TRY_ASSIGN(model.labels[language], fields.Strings(language));
  }
  if (model.labels.empty()) return root.Wrong("labels", "lists of strings by language");
  TRY_ASSIGN(model.groups, ReadGroups(fields, model));
  return {};
}

Result<float> Between(const Fields& fields, const char* key, double low) {
  TRY_ASSIGN(const double value, fields.Number(key));
  if (value >= low && value <= 1) return static_cast<float>(value);
  return fields.Wrong(key, low < 0 ? "a number from -1 to 1" : "a number from 0 to 1");
}

}  // namespace

Result<void> ReadTaught(const Fields& root, TensorIndex& tensors, Model& model) {
  if (!root.Has("taught")) return {};
  TRY_ASSIGN(const Fields taught, root.Object("taught"));
  if (!taught.Has("unknown")) return {};
  TRY_ASSIGN(const Fields fields, taught.Object("unknown"));
  KnownLimits limits;
  TRY_ASSIGN(const std::string centroids, fields.String("centroids"));
  TRY_ASSIGN(limits.centroids, tensors.Use(centroids, "'taught.unknown'"));
  TRY_ASSIGN(limits.least_cosine, Between(fields, "least_cosine", -1));
  TRY_ASSIGN(limits.least_score, Between(fields, "least_score", 0));
  if (fields.Has("class")) {
    TRY_ASSIGN(const uint32_t none, fields.UintOr("class", 0, 0, INT32_MAX));
    limits.none_class = static_cast<int>(none);
  }
  model.unknown = limits;
  return {};
}

Result<void> CheckTaught(const Model& model) {
  if (!model.unknown) return {};
  const Tensor& centroids = model.tensors[static_cast<size_t>(model.unknown->centroids)];
  const std::vector<uint32_t> want{model.classes, model.embedding_size};
  if (centroids.type != DataType::kFloat32) {
    return Fail(error_code::kModelBadType, {"tensor '", centroids.name, "' is not F32"});
  }
  if (model.embedding_size == 0 || centroids.shape != want) {
    return Fail(error_code::kModelBadShape, {"tensor '", centroids.name, "' of centroids is not (",
                                             model.classes, ", ", model.embedding_size, ")"});
  }
  if (model.unknown->none_class < static_cast<int>(model.classes)) return {};
  return Fail(error_code::kModelBadMetadata,
              {"'taught.unknown': class ", model.unknown->none_class, " of ", model.classes});
}

Result<void> ReadMetadata(const Fields& root, Model& model) {
  TRY(CheckVersion(root));
  TRY_ASSIGN(model.name, root.String("name"));
  TRY_ASSIGN(model.architecture, root.StringOr("architecture", ""));
  TRY_ASSIGN(model.license, root.StringOr("license", ""));
  TRY_ASSIGN(model.source, ReadSource(root));
  TRY_ASSIGN(model.preprocess, ReadPreprocess(root));
  return ReadLabels(root, model);
}

}  // namespace glance
