#include "cli/output.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/json_writer.h"
#include "cli/text.h"

namespace glance::cli {
namespace {

std::string FormatNumber(const char* format, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

std::string Notes(const Classification& result) {
  std::string notes;
  for (const Note& note : result.notes) notes += "; " + note.message;
  return notes;
}

// "note/turned note/alpha-dropped"
std::string NoteCodes(const Classification& result) {
  std::string codes;
  for (const Note& note : result.notes) codes += (codes.empty() ? "" : " ") + note.code;
  return codes;
}

void AddAnswer(yyjson_mut_doc* document, yyjson_mut_val* root, const Classification& result) {
  const auto& [label, score, index, group, unknown] = result.answer;
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, "answer");
  AddString(document, object, "label", label);
  yyjson_mut_obj_add_real(document, object, "score", score);
  if (index) {
    yyjson_mut_obj_add_int(document, object, "index", *index);
  } else {
    yyjson_mut_obj_add_null(document, object, "index");
  }
  if (group) {
    AddString(document, object, "group", *group);
  } else {
    yyjson_mut_obj_add_null(document, object, "group");
  }
  yyjson_mut_obj_add_bool(document, object, "unknown", unknown);
}

void AddPredictions(yyjson_mut_doc* document, yyjson_mut_val* root, const Classification& result) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, root, "predictions");
  for (const auto& prediction : result.predictions) {
    yyjson_mut_val* object = yyjson_mut_arr_add_obj(document, list);
    yyjson_mut_obj_add_int(document, object, "index", prediction.index);
    AddString(document, object, "label", prediction.label);
    yyjson_mut_obj_add_real(document, object, "score", static_cast<double>(prediction.score));
  }
}

void AddRectangle(yyjson_mut_doc* document, yyjson_mut_val* root, const char* name,
                  const Rectangle& rectangle) {
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, name);
  yyjson_mut_obj_add_real(document, object, "x", rectangle.x);
  yyjson_mut_obj_add_real(document, object, "y", rectangle.y);
  yyjson_mut_obj_add_real(document, object, "width", rectangle.width);
  yyjson_mut_obj_add_real(document, object, "height", rectangle.height);
}

void AddLooks(yyjson_mut_doc* document, yyjson_mut_val* root, const Classification& result) {
  AddRectangle(document, root, "seen", result.seen);
  yyjson_mut_obj_add_int(document, root, "looks", result.looks);
  if (result.decisive) {
    AddRectangle(document, root, "decisive", *result.decisive);
  } else {
    yyjson_mut_obj_add_null(document, root, "decisive");
  }
}

void AddNotes(yyjson_mut_doc* document, yyjson_mut_val* root, const std::vector<Note>& notes) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, root, "notes");
  for (const Note& note : notes) {
    yyjson_mut_val* object = yyjson_mut_arr_add_obj(document, list);
    AddString(document, object, "code", note.code);
    AddString(document, object, "message", note.message);
  }
}

void AddTimings(yyjson_mut_doc* document, yyjson_mut_val* root, const Timings& timings) {
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, "timings_ms");
  AddMilliseconds(document, object, "decode", timings.decode_ms);
  AddMilliseconds(document, object, "preprocess", timings.preprocess_ms);
  AddMilliseconds(document, object, "infer", timings.infer_ms);
  AddMilliseconds(document, object, "total", timings.total_ms);
}

// "  cat, 91.2 %"
std::string AnswerLine(const Classification& result) {
  const auto& answer = result.answer;
  const std::string score = FormatNumber("%.1f %%", 100.0 * answer.score);
  if (answer.unknown) return Join({"  not sure, ", score, " at best\n"});
  return Join({"  ", Escaped(answer.label), ", ", score, "\n"});
}

// "  looked 9 times; 320 x 240 at 40, 60 decided"
std::string LooksLine(const Classification& result) {
  if (result.looks == 1) return {};
  const std::string looks = Join({"  looked ", result.looks, " times"});
  if (!result.decisive) return looks + "\n";
  const auto& [x, y, width, height] = *result.decisive;
  return Join({looks, "; ", std::lround(width), " x ", std::lround(height), " at ", std::lround(x),
               ", ", std::lround(y), " decided\n"});
}

// The columns of a row that are about the picture: file, width, height, answer.
std::string CsvPicture(const std::string& file, const Classification& result) {
  return CsvCell(file) + "," + std::to_string(result.width_px) + "," +
         std::to_string(result.height_px) + "," + CsvCell(result.answer.label) + ",";
}

}  // namespace

std::string TextOf(const std::string& file, const Result<Classification>& result) {
  if (!result) {
    return Escaped(file) + "\n  " + Escaped(result.error().message) + " [" + result.error().code +
           "]\n";
  }
  std::string text = Escaped(file) + "  (" + std::to_string(result->width_px) + " x " +
                     std::to_string(result->height_px) + Notes(*result) + ")\n" +
                     AnswerLine(*result) + LooksLine(*result);
  for (const auto& prediction : result->predictions) {
    text +=
        FormatNumber("    %5.1f %%  ", 100.0 * prediction.score) + Escaped(prediction.label) + "\n";
  }
  const Timings& timings = result->timings;
  return text + "  decode " + FormatNumber("%.1f", timings.decode_ms) + ", prepare " +
         FormatNumber("%.1f", timings.preprocess_ms) + ", infer " +
         FormatNumber("%.1f ms\n", timings.infer_ms);
}

std::string JsonOf(const std::string& file, const Result<Classification>& result) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddName(document, root, "file", "file_bytes", file);
  if (!result) {
    AddError(document, root, result.error());
    return LineOf(json);
  }
  yyjson_mut_obj_add_int(document, root, "width", result->width_px);
  yyjson_mut_obj_add_int(document, root, "height", result->height_px);
  AddAnswer(document, root, *result);
  AddPredictions(document, root, *result);
  AddTimings(document, root, result->timings);
  yyjson_mut_obj_add_real(document, root, "entropy", result->entropy_bits);
  AddLooks(document, root, *result);
  AddNotes(document, root, result->notes);
  return LineOf(json);
}

std::string CsvHeader() {
  return "file,width,height,answer,rank,index,label,score,notes,error_code,error_message\r\n";
}

std::string CsvOf(const std::string& file, const Result<Classification>& result) {
  if (!result) {
    return CsvCell(file) + ",,,,,,,,," + result.error().code + "," +
           CsvCell(result.error().message) + "\r\n";
  }
  const std::string before = CsvPicture(file, *result);
  const std::string after = Join({",", NoteCodes(*result), ",,\r\n"});
  if (result->predictions.empty()) return before + ",,," + after;
  std::string rows;
  for (size_t i = 0; i < result->predictions.size(); ++i) {
    const auto& prediction = result->predictions[i];
    rows += Join({before, i + 1, ",", prediction.index, ",", CsvCell(prediction.label), ",",
                  FormatNumber("%.6f", static_cast<double>(prediction.score)), after});
  }
  return rows;
}

void PrintError(const Error& error) {
  std::cerr << "glance: " << Escaped(error.message) << " [" << error.code << "]\n";
}

void PrintFileError(const std::string& file, const Error& error) {
  std::cerr << "glance: '" << Escaped(file) << "': " << Escaped(error.message) << " [" << error.code
            << "]\n";
}

int ExitStatusOf(const Result<int>& status) {
  if (status) return *status;
  PrintError(status.error());
  return kExitFailed;
}

}  // namespace glance::cli
