// `glance similar`: duplicates in a folder, or what is in it that looks like a picture.
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <span>

#include "base/error_codes.h"
#include "cli/commands.h"
#include "cli/evaluation_report.h"
#include "cli/json_writer.h"
#include "cli/labelled_folder.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/picture_call.h"
#include "cli/picture_team.h"
#include "cli/text.h"
#include "glance/likeness.h"
#include "likeness/kind_name.h"
#include "model/embedding.h"

namespace glance::cli {
namespace {

// The pictures of a folder that could be read, in the order of their paths' bytes.
struct Album {
  Likeness likeness;
  std::vector<std::string> files;
  bool all = true;  // whether every file could be read

  const std::string& NameOf(int picture) const { return files[static_cast<size_t>(picture)]; }
};

Result<Classification> LookAt(Classifier& classifier, const std::string& file,
                              const Arguments& arguments) {
  TRY_ASSIGN(PictureCall call, ReadForCall(file, arguments));
  call.options.top_k = 1;
  call.options.embedding = true;
  call.options.fingerprint = true;
  return classifier.Classify(call.file.span(), call.options);
}

bool IsSameFile(const std::string& a, const std::string& b) {
  std::error_code unknown;
  return std::filesystem::equivalent(a, b, unknown);
}

Result<Album> ReadAlbum(Classifier& classifier, const Arguments& arguments) {
  TRY_ASSIGN(auto files, FilesBelow(arguments.files.front()));
  if (!arguments.similar_to.empty()) {
    std::erase_if(files, [&](const auto& file) { return IsSameFile(file, arguments.similar_to); });
  }
  Album album{.likeness = Likeness(classifier.description().embedding_size), .files = {}};
  std::vector<UnreadPicture> errors;
  Result<void> added;
  {
    ProgressLine progress(files.size());
    const auto look = [&](Classifier& free, const std::string& file) -> PictureTeam::Report {
      return [&, file, seen = LookAt(free, file, arguments)] {
        progress.Advance();
        if (!seen) {
          errors.push_back({file, seen.error()});
        } else if (added) {
          added = album.likeness.Add(seen->embedding.span(), seen->fingerprint.span());
          album.files.push_back(file);
        }
        return true;
      };
    };
    PictureTeam team(classifier, arguments, look);
    for (const std::string& file : files) team.Add(file);
  }
  TRY(std::move(added));
  for (const UnreadPicture& each : errors) PrintFileError(each.file, each.error);
  album.all = errors.empty();
  return album;
}

// Where a name is not UTF-8, the bytes of all stand beside them in Base64.
void AddNames(yyjson_mut_doc* document, yyjson_mut_val* object,
              const std::vector<std::string>& names) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, object, "files");
  bool are_utf8 = true;
  for (const std::string& name : names) {
    const std::string valid = ValidUtf8(name);
    yyjson_mut_arr_add_strncpy(document, list, valid.data(), valid.size());
    are_utf8 = are_utf8 && IsUtf8(name);
  }
  if (are_utf8) return;
  list = yyjson_mut_obj_add_arr(document, object, "files_bytes");
  for (const std::string& name : names) {
    const std::string bytes = Base64(name);
    yyjson_mut_arr_add_strncpy(document, list, bytes.data(), bytes.size());
  }
}

std::string GroupJson(const Album& album, const LikenessGroup& group) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  std::vector<std::string> names;
  names.reserve(group.pictures.size());
  for (const int picture : group.pictures) names.push_back(album.NameOf(picture));
  AddNames(document, root, names);
  AddString(document, root, "kind", NameOf(group.kind));
  AddName(document, root, "keep", "keep_bytes", album.NameOf(group.keep));
  return LineOf(json);
}

std::string GroupText(const Album& album, const LikenessGroup& group) {
  std::string text = std::string(NameOf(group.kind)) + "\n";
  for (const int picture : group.pictures) {
    text += picture == group.keep ? "  keep  " : "        ";
    text += Escaped(album.NameOf(picture)) + "\n";
  }
  return text;
}

Result<void> PrintDuplicates(const Album& album, Format format) {
  TRY_ASSIGN(const auto groups, album.likeness.Duplicates());
  for (const LikenessGroup& group : groups) {
    std::cout << (format == Format::kJson ? GroupJson(album, group) : GroupText(album, group));
  }
  if (groups.empty() && format == Format::kText) {
    std::cout << "no duplicates among " << album.files.size() << " pictures\n";
  }
  return {};
}

Result<void> PrintSimilar(std::span<const float> embedding, const Album& album,
                          const Arguments& arguments) {
  TRY_ASSIGN(const auto found, album.likeness.Similar(embedding, arguments.options.top_k));
  for (const auto& [picture, similarity] : found) {
    const std::string& name = album.NameOf(picture);
    if (arguments.format == Format::kText) {
      std::cout << std::fixed << std::setprecision(3) << similarity << "  " << Escaped(name)
                << "\n";
      continue;
    }
    const MutableJson json = NewJsonObject();
    yyjson_mut_val* root = yyjson_mut_doc_get_root(json.get());
    AddName(json.get(), root, "file", "file_bytes", name);
    yyjson_mut_obj_add_real(json.get(), root, "similarity", static_cast<double>(similarity));
    std::cout << LineOf(json);
  }
  return {};
}

Result<int> SearchFolder(const Arguments& arguments) {
  TRY_ASSIGN(auto classifier, LoadClassifier(arguments));
  if (classifier.description().embedding_size == 0) return NoEmbedding();
  // First, so that nobody waits for a folder in vain.
  Result<Classification> wanted;
  if (!arguments.duplicates) {
    wanted = LookAt(classifier, arguments.similar_to, arguments);
    if (!wanted) {
      PrintFileError(arguments.similar_to, wanted.error());
      return kExitFailed;
    }
  }
  TRY_ASSIGN(const Album album, ReadAlbum(classifier, arguments));
  if (arguments.duplicates) {
    TRY(PrintDuplicates(album, arguments.format));
  } else {
    TRY(PrintSimilar(wanted->embedding.span(), album, arguments));
  }
  return album.all ? kExitDone : kExitFailed;
}

}  // namespace

int RunSimilar(const Arguments& arguments) { return ExitStatusOf(SearchFolder(arguments)); }

}  // namespace glance::cli
