// What Winograd's operator (winograd.c) and its tasks (winograd_tasks.c) share.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  kTileSide = 4,                         // outputs of a tile, along each axis
  kPatchSide = kTileSide + 2,            // inputs that they are made of
  kPositions = kPatchSide * kPatchSide,  // of transformed values and weights
  kTaps = 9,
  kTilesAtOnce = 4,
  kInputsAtOnce = 8,  // channels of the input
#ifdef __x86_64__
  kOutputsAtOnce = 16,  // channels of the output
#else
  kOutputsAtOnce = 8,
#endif
};

// A convolution, and how its work is divided: into blocks of tiles, or, where those are too few for
// the threads, by output channels.
struct glance_winograd {
  const int8_t* weights;   // (outputs / kOutputsAtOnce, kTaps, inputs / 2, kOutputsAtOnce, 2)
  const int32_t* biases;   // (outputs), with what the input's zero point adds to every sum
  const float* scales;     // (outputs), from sums to steps of the output
  const int8_t* padding;   // a pixel of zero points
  size_t inputs, outputs;  // channels
  int32_t zero_point, lowest, highest;                // of the output
  size_t height, width, output_height, output_width;  // in pixels
  size_t padding_top, padding_left;
  size_t tiles_across, tiles;
  size_t block_tiles;  // that are computed together, a multiple of kTilesAtOnce; or all
  bool shares_values;  // all threads read the transformed values of all tiles
  const int8_t* input;
  int8_t* output;
  char* workspace;
};

// The workspace for so many threads.
size_t glance_winograd_workspace_bytes(const struct glance_winograd* conv, size_t threads);

// Tasks for pthreadpool. Computes a block of tiles.
void glance_winograd_compute_block(const struct glance_winograd* conv, size_t thread, size_t block,
                                   size_t zero);
// Transforms the input of kTilesAtOnce tiles; the values are shared.
void glance_winograd_transform_values(const struct glance_winograd* conv, size_t group);
// Computes group `group` of kOutputsAtOnce channels of all tiles, from shared values.
void glance_winograd_compute_outputs(const struct glance_winograd* conv, size_t thread,
                                     size_t group, size_t zero);
