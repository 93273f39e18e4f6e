// `glance evaluate`: how often a model is right about pictures in folders named after its labels.
#include <iostream>
#include <map>
#include <set>

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
#include "model/model.h"

namespace glance::cli {
namespace {

// The class whose label in any language is `name`, or else begins with it up to a comma. Fails with
// call/bad-argument when there is none, or more than one.
Result<int> ClassNamed(const Model& model, const std::string& name) {
  std::set<int> whole, first;
  for (const auto& [language, labels] : model.labels) {
    for (size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] == name) whole.insert(static_cast<int>(i));
      if (ShortLabel(labels[i]) == name) first.insert(static_cast<int>(i));
    }
  }
  const std::set<int>& found = whole.empty() ? first : whole;
  if (found.size() == 1) return *found.begin();
  if (found.empty()) {
    return Fail(error_code::kCallBadArgument,
                {"the folder '", name, "' is no label of '", model.name,
                 "': name it after one, or leave it out"});
  }
  return Fail(error_code::kCallBadArgument,
              {"the folder '", name, "' is the label of ", found.size(), " classes of '",
               model.name, "': name it after a whole label"});
}

struct Answers {
  std::vector<std::string> labels;  // of the folders
  std::vector<int> truth, said;     // positions in `labels`; -1: a class without a folder
  std::vector<UnreadPicture> errors;
  int unknown = 0;  // of a taught model: what it finds to be none of its classes
};

// The best class of a picture's file, and whether it is unknown.
Result<Classification> BestOf(Classifier& classifier, const std::string& file,
                              const Arguments& arguments) {
  TRY_ASSIGN(PictureCall call, ReadForCall(file, arguments));
  call.options.top_k = 1;
  return classifier.Classify(call.file.span(), call.options);
}

Result<Answers> AnswersOf(Classifier& classifier, const std::vector<LabelledFolder>& folders,
                          const Arguments& arguments) {
  Answers answers;
  std::map<int, int> position;  // in `labels`, by class
  for (const LabelledFolder& folder : folders) {
    TRY_ASSIGN(const int index, ClassNamed(classifier.model(), ValidUtf8(folder.name)));
    position.emplace(index, static_cast<int>(position.size()));
    answers.labels.push_back(ValidUtf8(folder.name));
  }
  if (position.size() < folders.size()) {
    return Fail(error_code::kCallBadArgument, "two folders are named after one class: join them");
  }
  std::vector<int> folder_of;  // of each file, in their order
  for (size_t i = 0; i < folders.size(); ++i) {
    folder_of.insert(folder_of.end(), folders[i].files.size(), static_cast<int>(i));
  }
  ProgressLine progress(folder_of.size());
  auto truth = folder_of.begin();
  const auto look = [&](Classifier& free, const std::string& file) -> PictureTeam::Report {
    return [&, file, result = BestOf(free, file, arguments)] {
      progress.Advance();
      const int folder = *truth++;
      if (!result) {
        answers.errors.push_back({file, result.error()});
        return false;
      }
      const auto found = position.find(result->predictions.front().index);
      answers.truth.push_back(folder);
      answers.said.push_back(found == position.end() ? -1 : found->second);
      answers.unknown += result->answer.unknown ? 1 : 0;
      return true;
    };
  };
  PictureTeam team(classifier, arguments, look);
  for (const LabelledFolder& folder : folders) {
    for (const std::string& file : folder.files) team.Add(file);
  }
  team.End();
  return answers;
}

std::string EvaluationJson(const Evaluation& evaluation, const Answers& answers) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddEvaluation(document, root, evaluation);
  yyjson_mut_obj_add_int(document, root, "unknown", answers.unknown);
  AddErrors(document, root, answers.errors);
  return LineOf(json);
}

Result<int> EvaluateFolder(const Arguments& arguments) {
  TRY_ASSIGN(const auto folders, ReadLabelledFolders(arguments.files.front()));
  TRY_ASSIGN(auto classifier, LoadClassifier(arguments));
  TRY_ASSIGN(const Answers answers, AnswersOf(classifier, folders, arguments));
  for (const UnreadPicture& each : answers.errors) PrintFileError(each.file, each.error);
  const Evaluation evaluation = Evaluate(answers.labels, answers.truth, answers.said);
  if (arguments.format == Format::kJson) {
    std::cout << EvaluationJson(evaluation, answers);
  } else {
    std::cout << TextOf(evaluation);
    if (answers.unknown > 0) std::cout << "\ncalled unknown: " << answers.unknown << "\n";
  }
  return answers.errors.empty() ? kExitDone : kExitFailed;
}

}  // namespace

int RunEvaluate(const Arguments& arguments) { return ExitStatusOf(EvaluateFolder(arguments)); }

}  // namespace glance::cli
