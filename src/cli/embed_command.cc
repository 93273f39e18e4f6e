// `glance embed`: the embeddings of pictures in one file.
#include <iostream>
#include <limits>

#include "cli/commands.h"
#include "cli/embed_file.h"
#include "cli/embedding_file.h"
#include "cli/files.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/picture_team.h"
#include "cli/text.h"
#include "model/embedding.h"

namespace glance::cli {
namespace {

Result<void> WriteTable(const EmbeddingTable& table, const std::string& path) {
  if (path.ends_with(".npy")) return WriteFile(path, NpyOf(table));
  if (path.ends_with(".csv")) return WriteFile(path, CsvOf(table));
  TRY_ASSIGN(const auto bytes, SafetensorsOf(table));
  return WriteFile(path, bytes.span());
}

void AddRow(EmbeddingTable& table, const std::string& file, std::span<const float> row) {
  table.files.push_back(file);
  table.values.insert(table.values.end(), row.begin(), row.end());
  table.values.resize(table.files.size() * table.columns, std::numeric_limits<float>::quiet_NaN());
}

// Adds a row for each picture; false when one of them could not be read.
bool EmbedAll(Classifier& classifier, const Arguments& arguments, EmbeddingTable& table) {
  const auto look = [&](Classifier& free, const std::string& file) -> PictureTeam::Report {
    return [&table, file, embedding = EmbedFile(free, file, arguments)] {
      AddRow(table, file, embedding ? embedding->span() : std::span<const float>());
      if (!embedding) PrintFileError(file, embedding.error());
      return embedding.has_value();
    };
  };
  return ForEachPicture(classifier, arguments, look);
}

}  // namespace

int RunEmbed(const Arguments& arguments) {
  auto classifier = LoadClassifier(arguments);
  if (!classifier) {
    PrintError(classifier.error());
    return kExitFailed;
  }
  EmbeddingTable table{.columns = classifier->description().embedding_size};
  if (table.columns == 0) {
    PrintError(NoEmbedding().error());
    return kExitFailed;
  }
  const bool all = EmbedAll(*classifier, arguments, table);
  if (const auto written = WriteTable(table, arguments.output_path); !written) {
    PrintError(written.error());
    return kExitFailed;
  }
  std::cout << Escaped(arguments.output_path) << "  (" << table.files.size() << " x "
            << table.columns << ")\n";
  return all ? kExitDone : kExitFailed;
}

}  // namespace glance::cli
