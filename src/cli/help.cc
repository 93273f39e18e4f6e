#include "cli/help.h"

namespace glance::cli {
namespace {

constexpr char kOverview[] =
    R"(glance: tells what a picture shows, without the picture leaving this machine.

  glance classify [OPTIONS] PICTURE...   the most likely labels of each picture
  glance bench [OPTIONS] [PICTURE]       how long each step takes
  glance inspect [OPTIONS] FILE          what a weight file holds
  glance COMMAND --help                  the options of a command
  glance --version

Exit status: 0 when every picture was classified, 1 when some were not, 2 for wrong usage.
)";

constexpr char kClassify[] =
    R"(glance classify [OPTIONS] PICTURE...

PICTURE is a JPEG or PNG file; - reads a list of paths, one a line, from standard input.

  --model FILE          weight file (default: the one that was built beside this program)
  --top-k N             labels per picture, 1 to 1000 (default 5)
  --threads N           threads, 1 to 64 (default: the processor's, at most 8)
  --lang en|zh          language of the labels (default en)
  --resolution N        side of the network's input in pixels (default: the model's own)
  --fit crop|squash|letterbox
                        how the picture becomes the network's input: its middle, as the model was
                        trained (default); all of it, distorted; all of it, padded
  --region X,Y,W,H      look only at this part of the upright picture, in pixels
  --heatmap FILE.png    also write where the network looked for the best label; one picture
  --heatmap-class INDEX of this label instead of the best one
  --format text|json|csv
                        json: one object a line; csv: one row a label (default text)
)";

constexpr char kBench[] =
    R"(glance bench [OPTIONS] [PICTURE]

Classifies PICTURE (default: a generated one of 1024 x 768) over and over and prints the median,
95th percentile and minimum of each step in milliseconds, after a warm-up that is not counted.

  --model FILE          weight file (default: the one that was built beside this program)
  --threads N           threads, 1 to 64 (default: the processor's, at most 8)
  --runs N              counted runs (default 50)
  --resolution N        side of the network's input in pixels (default: the model's own)
  --format text|json    (default text)
)";

constexpr char kInspect[] =
    R"(glance inspect [OPTIONS] FILE

Prints name, architecture, input, preprocessing, parameters, multiply-adds, labels, licence and
source of a weight file.

  --format text|json    (default text)
)";

}  // namespace

std::string HelpText(const std::string& topic) {
  if (topic == "classify") return kClassify;
  if (topic == "bench") return kBench;
  if (topic == "inspect") return kInspect;
  return kOverview;
}

}  // namespace glance::cli
