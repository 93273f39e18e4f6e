/* The C++ interface for languages that call C: what the Python package loads. A call fills the
 * answer that its handle owns; the answer is valid until the next call with that handle. */
#pragma once

#include <cstddef>
#include <cstdint>

// NOLINTBEGIN(readability-identifier-naming): C's own habits.
#define GLANCE_EXPORT extern "C" __attribute__((visibility("default")))

struct glance_prediction {
  int32_t index;
  float score;
  const char* label; /* UTF-8 */
};

struct glance_answer {
  const char* error_code; /* null when there is no error */
  const char* error_message;
  const char* model_name;
  int32_t classes;
  int32_t width_px, height_px;
  double entropy_bits;
  double decode_ms, preprocess_ms, infer_ms, total_ms;
  int32_t prediction_count;
  const glance_prediction* predictions; /* best first */
  int32_t heat_map_width, heat_map_height;
  const float* heat_map; /* (heat_map_height, heat_map_width), or null */
};

struct glance_options {
  int32_t top_k;
  int32_t fit; /* 0 crop, 1 squash, 2 letterbox */
  int32_t heat_map;
  const char* language;  /* UTF-8 */
  const int32_t* region; /* x, y, width, height; or null */
};

struct glance_handle;

/* Never null; whether it worked is in the answer. To be given to glance_close once. */
GLANCE_EXPORT glance_handle* glance_load(const uint8_t* weights, size_t byte_count, int32_t threads,
                                         int32_t resolution);
GLANCE_EXPORT const glance_answer* glance_answer_of(const glance_handle* handle);
/* The handle must have loaded without an error. Not for concurrent use. */
GLANCE_EXPORT const glance_answer* glance_classify(glance_handle* handle, const uint8_t* picture,
                                                   size_t byte_count,
                                                   const glance_options* options);
GLANCE_EXPORT const glance_answer* glance_classify_rgb(glance_handle* handle, const uint8_t* rgb,
                                                       size_t byte_count, int32_t width_px,
                                                       int32_t height_px,
                                                       const glance_options* options);
GLANCE_EXPORT void glance_close(glance_handle* handle);
// NOLINTEND(readability-identifier-naming)
