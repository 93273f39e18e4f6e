#include "cli/embed_file.h"

#include "cli/picture_call.h"

namespace glance::cli {

Result<Buffer<float>> EmbedFile(Classifier& classifier, const std::string& file,
                                const Arguments& arguments) {
  TRY_ASSIGN(const PictureCall call, ReadForCall(file, arguments));
  return classifier.Embed(call.file.span(), call.options);
}

}  // namespace glance::cli
