#include <filesystem>
#include <iostream>
#include <optional>

#include "base/error_codes.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/json_writer.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/picture_call.h"
#include "cli/picture_team.h"
#include "cli/text.h"
#include "xmp/sidecar.h"

namespace glance::cli {
namespace {

// What was done about one picture.
struct Tagged {
  std::string sidecar;
  xmp::Keywords keywords;    // none when the answer is not sure
  std::string damage;        // of the picture, as a sentence; or empty
  bool has_changed = false;  // the sidecar lacked some of them
};

std::string SidecarOf(const std::string& picture, SidecarName name) {
  if (name == SidecarName::kDarktable) return picture + ".xmp";
  return std::filesystem::path(picture).replace_extension(".xmp").string();
}

// A pipe has no place beside it. What is not there is said by who reads it.
Result<void> CheckIsFile(const std::string& picture) {
  std::error_code error;
  if (!std::filesystem::exists(picture, error) || std::filesystem::is_directory(picture, error) ||
      std::filesystem::is_regular_file(picture, error)) {
    return {};
  }
  return Fail(
      error_code::kFileUnreadable,
      {"cannot tag '", picture, "': it is not a regular file, which a sidecar lies beside"});
}

// The content of the sidecar that lacks some of the keywords or is not there yet; nothing when it
// has them all.
Result<std::optional<Buffer<uint8_t>>> Merged(const std::string& sidecar,
                                              const xmp::Keywords& keywords) {
  std::error_code error;
  if (!std::filesystem::exists(sidecar, error)) return xmp::NewSidecar(keywords);
  if (!std::filesystem::is_regular_file(sidecar, error)) {
    return Fail(error_code::kFileUnwritable,
                {"cannot write '", sidecar, "': it is not a regular file"});
  }
  TRY_ASSIGN(const auto before,
             ReadFile(sidecar, {xmp::kMaxSidecarBytes, error_code::kSidecarTooLarge}));
  auto merged = xmp::WithKeywords(before.span(), keywords);
  if (merged) return merged;
  return Fail(merged.error().code,
              {"cannot add keywords to '", sidecar, "': ", merged.error().message});
}

std::string DamageOf(const Classification& result) {
  for (const Note& note : result.notes) {
    if (note.code == "note/damaged") return note.message;
  }
  return {};
}

// What is to be written about a picture.
Result<Tagged> KeywordsFor(Classifier& classifier, const std::string& picture,
                           const Arguments& arguments) {
  TRY(CheckIsFile(picture));
  TRY_ASSIGN(const PictureCall call, ReadForCall(picture, arguments));
  TRY_ASSIGN(const Classification result, classifier.Classify(call.file.span(), call.options));
  const auto path = classifier.PathTo(result.answer, arguments.options.language);
  return Tagged{.sidecar = SidecarOf(picture, arguments.sidecar),
                .keywords = xmp::KeywordsOf(path),
                .damage = DamageOf(result)};
}

// Writes it. Two pictures may share a sidecar, so only one is written at a time.
Result<Tagged> WriteTags(Result<Tagged> found, const Arguments& arguments) {
  TRY_ASSIGN(Tagged tagged, std::move(found));
  if (tagged.keywords.subjects.empty()) return tagged;
  TRY_ASSIGN(const auto merged, Merged(tagged.sidecar, tagged.keywords));
  tagged.has_changed = merged.has_value();
  if (merged && !arguments.dry_run) TRY(WriteFile(tagged.sidecar, merged->span()));
  return tagged;
}

// Who tags a folder a second time (`glance tag photos/*`) names its sidecars too.
bool IsSidecar(const std::string& name, const Result<Tagged>& result) {
  return name.ends_with(".xmp") && !result && result.error().code == error_code::kImageNotAPicture;
}

std::string TaggedText(const std::string& picture, const Result<Tagged>& result, bool dry_run) {
  const std::string name = Escaped(picture) + "\n  ";
  if (!result) {
    return Join({name, Escaped(result.error().message), " [", result.error().code, "]\n"});
  }
  const auto& [sidecar, keywords, damage, has_changed] = *result;
  const std::string head = damage.empty() ? name : Join({name, Escaped(damage), "\n  "});
  if (keywords.subjects.empty()) return head + "not sure what it shows: no keywords\n";
  const std::string_view done = !has_changed ? " has them already"
                                : dry_run    ? " would be written"
                                             : " written";
  return Join({head, Escaped(keywords.hierarchies.front()), "\n  ", Escaped(sidecar), done, "\n"});
}

std::string TaggedJson(const std::string& picture, const Result<Tagged>& result) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddName(document, root, "file", "file_bytes", picture);
  if (!result) {
    AddError(document, root, result.error());
    return LineOf(json);
  }
  AddName(document, root, "sidecar", "sidecar_bytes", result->sidecar);
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, root, "keywords");
  for (const std::string& keyword : result->keywords.subjects) {
    yyjson_mut_arr_add_strncpy(document, list, keyword.data(), keyword.size());
  }
  return LineOf(json);
}

}  // namespace

int RunTag(const Arguments& arguments) {
  auto classifier = LoadClassifier(arguments);
  if (!classifier) {
    PrintError(classifier.error());
    return kExitFailed;
  }
  const auto look = [&](Classifier& free, const std::string& picture) -> PictureTeam::Report {
    return [&arguments, picture, found = KeywordsFor(free, picture, arguments)]() mutable {
      const auto result = WriteTags(std::move(found), arguments);
      if (IsSidecar(picture, result)) return true;
      std::cout << (arguments.format == Format::kJson
                        ? TaggedJson(picture, result)
                        : TaggedText(picture, result, arguments.dry_run))
                << std::flush;
      return result.has_value();
    };
  };
  return ForEachPicture(*classifier, arguments, look) ? kExitDone : kExitFailed;
}

}  // namespace glance::cli
