// A network with random weights, drawn operation by operation in the words of models/FORMAT.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"
#include "support/document.h"
#include "support/load_bytes.h"
#include "support/model_file.h"
#include "support/random_numbers.h"

namespace glance::test {

class Sketch {
 public:
  Sketch(uint32_t seed, uint32_t height_px, uint32_t width_px) : random(seed) {
    document_.height_px = height_px;
    document_.width_px = width_px;
  }

  RandomNumbers random;

  // `op` with `fields`, the JSON of its inputs and attributes ("\"input\": \"image\""). Returns the
  // name of its value.
  std::string Append(const std::string& op, const std::string& fields);
  // Of random values; returns its name in quotes.
  std::string Tensor(const std::vector<uint32_t>& shape);
  // Of these, as `type` ("F32", "I8", "I32").
  std::string Tensor(const std::vector<uint32_t>& shape, std::vector<float> values,
                     const std::string& type);
  // A value of `channels` channels and the size of the image.
  std::string Spread(uint32_t channels);

  uint32_t height_px() const { return static_cast<uint32_t>(document_.height_px); }
  uint32_t width_px() const { return static_cast<uint32_t>(document_.width_px); }

  // The network whose features are `value`, with that many channels; their average is the logits.
  Result<Model> Finish(const std::string& value, uint32_t channels);

 private:
  Document document_;
  std::vector<FileTensor> tensors_;
  uint32_t count_ = 0;
};

// "\"key\": [a, b]", and the same for names.
std::string Pair(const std::string& key, uint32_t a, uint32_t b);
std::string Named(const std::string& key, const std::string& name);
std::string Inputs(const std::vector<std::string>& names);

// ", \"clamp\": ..." or nothing, at random.
std::string MaybeClamp(RandomNumbers& random);

}  // namespace glance::test
