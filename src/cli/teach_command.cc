// `glance teach`: a folder of folders of pictures -> a weight file of those classes.
#include <algorithm>
#include <iostream>

#include "base/error_codes.h"
#include "cli/commands.h"
#include "cli/embed_file.h"
#include "cli/evaluation_report.h"
#include "cli/files.h"
#include "cli/json_writer.h"
#include "cli/labelled_folder.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/picture_team.h"
#include "cli/text.h"
#include "glance/teacher.h"
#include "model/embedding.h"

namespace glance::cli {
namespace {

constexpr char kNoneLabel[] = "none of these";

// What is taught: the pictures in the order in which the teacher has them.
struct Class {
  Teacher teacher;
  std::vector<std::string> files;
  std::vector<UnreadPicture> errors;
};

Result<std::vector<LabelledFolder>> FoldersToTeach(const Arguments& arguments) {
  TRY_ASSIGN(auto folders, ReadLabelledFolders(arguments.files.front()));
  if (arguments.none_folder.empty()) return folders;
  if (std::ranges::find(folders, kNoneLabel, &LabelledFolder::name) != folders.end()) {
    return Fail(error_code::kCallBadArgument,
                {"'", arguments.files.front(), "' has a folder '", kNoneLabel,
                 "', which is what --none-of-these is called: rename it"});
  }
  TRY_ASSIGN(auto files, FilesBelow(arguments.none_folder));
  folders.push_back({kNoneLabel, std::move(files)});
  return folders;
}

// Reads every picture of `folders`; what cannot be read is an error of the class and left out.
Result<void> ReadClass(Classifier& classifier, const std::vector<LabelledFolder>& folders,
                       const Arguments& arguments, Class& taught) {
  std::vector<std::string> labels;  // of each file, in their order
  for (const LabelledFolder& folder : folders) {
    labels.insert(labels.end(), folder.files.size(), ValidUtf8(folder.name));
  }
  ProgressLine progress(labels.size());
  auto label = labels.begin();
  Result<void> added;
  const auto look = [&](Classifier& free, const std::string& file) -> PictureTeam::Report {
    return [&, file, embedding = EmbedFile(free, file, arguments)] {
      progress.Advance();
      const std::string& named = *label++;
      if (!embedding) {
        taught.errors.push_back({file, embedding.error()});
      } else if (added) {
        added = taught.teacher.Add(embedding->span(), named);
        taught.files.push_back(file);
      }
      return true;
    };
  };
  PictureTeam team(classifier, arguments, look);
  for (const LabelledFolder& folder : folders) {
    for (const std::string& file : folder.files) team.Add(file);
  }
  team.End();
  return added;
}

const std::string& LabelOf(const Lesson& lesson, int index) {
  return lesson.evaluation.classes[static_cast<size_t>(index)].label;
}

std::string LessonText(const Class& taught, const Lesson& lesson) {
  std::string text = "Measured by hiding each fifth of the pictures:\n" + TextOf(lesson.evaluation);
  if (!lesson.doubtful.empty()) text += "\nin the wrong folder?\n";
  constexpr size_t kMostShown = 20;
  for (size_t i = 0; i < std::min(lesson.doubtful.size(), kMostShown); ++i) {
    const Doubt& doubt = lesson.doubtful[i];
    text += "  " + Escaped(taught.files[static_cast<size_t>(doubt.picture)]) + " looks like " +
            Escaped(LabelOf(lesson, doubt.predicted)) + "\n";
  }
  return text;
}

void AddDoubts(yyjson_mut_doc* document, yyjson_mut_val* list, const Class& taught,
               const Lesson& lesson, const std::vector<Doubt>& doubts) {
  for (const Doubt& doubt : doubts) {
    yyjson_mut_val* entry = yyjson_mut_arr_add_obj(document, list);
    AddString(document, entry, "file", taught.files[static_cast<size_t>(doubt.picture)]);
    AddString(document, entry, "label", LabelOf(lesson, doubt.label));
    AddString(document, entry, "predicted", LabelOf(lesson, doubt.predicted));
    yyjson_mut_obj_add_real(document, entry, "score", static_cast<double>(doubt.score));
  }
}

std::string LessonJson(const Class& taught, const Lesson& lesson) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddEvaluation(document, root, lesson.evaluation);
  AddDoubts(document, yyjson_mut_obj_add_arr(document, root, "mistakes"), taught, lesson,
            lesson.mistakes);
  AddDoubts(document, yyjson_mut_obj_add_arr(document, root, "doubtful"), taught, lesson,
            lesson.doubtful);
  yyjson_mut_val* warnings = yyjson_mut_obj_add_arr(document, root, "warnings");
  for (const std::string& warning : lesson.warnings) {
    const std::string valid = ValidUtf8(warning);
    yyjson_mut_arr_add_strncpy(document, warnings, valid.data(), valid.size());
  }
  AddErrors(document, root, taught.errors);
  return LineOf(json);
}

// Says which folders gave no picture: their class is not taught.
bool SayEmptyFolders(const std::vector<LabelledFolder>& folders, const Class& taught) {
  bool all = true;
  size_t at = 0;
  for (const LabelledFolder& folder : folders) {
    size_t count = 0;
    for (const std::string& file : folder.files) {
      if (at < taught.files.size() && taught.files[at] == file) ++at, ++count;
    }
    if (count > 0) continue;
    all = false;
    std::cerr << "glance: no picture in the folder '" << Escaped(folder.name)
              << "': the class is left out\n";
  }
  return all;
}

Result<int> TeachFolder(const Arguments& arguments) {
  TRY_ASSIGN(const auto folders, FoldersToTeach(arguments));
  TRY_ASSIGN(auto classifier, LoadClassifier(arguments));
  if (classifier.description().embedding_size == 0) return NoEmbedding();
  Class taught{.teacher = Teacher(classifier.description().embedding_size)};
  TRY(ReadClass(classifier, folders, arguments, taught));
  for (const UnreadPicture& each : taught.errors) PrintFileError(each.file, each.error);
  const bool all = SayEmptyFolders(folders, taught);
  TeachOptions options;
  if (!arguments.none_folder.empty()) options.none_label = kNoneLabel;
  TRY_ASSIGN(const Lesson lesson, taught.teacher.Teach(options));
  for (const std::string& warning : lesson.warnings) {
    std::cerr << "glance: " << Escaped(warning) << "\n";
  }
  TRY_ASSIGN(const auto file, classifier.WithLesson(lesson));
  TRY(WriteFile(arguments.output_path, file.span()));
  const bool is_json = arguments.format == Format::kJson;
  std::cout << (is_json ? LessonJson(taught, lesson) : LessonText(taught, lesson));
  return all && taught.errors.empty() ? kExitDone : kExitFailed;
}

}  // namespace

int RunTeach(const Arguments& arguments) { return ExitStatusOf(TeachFolder(arguments)); }

}  // namespace glance::cli
