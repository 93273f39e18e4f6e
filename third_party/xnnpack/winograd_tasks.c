// The tasks of Winograd's operator: F(4x4, 3x3) in integers. docs/winograd.md has the matrices and
// the proof that the sums are exact.
//
// Four tiles are packed together, as (inputs / 2, 4 tiles, 2 channels): one instruction multiplies
// a pair of channels of a tile with the weights of several output channels. Weights are transformed
// for kOutputsAtOnce output channels at a time, whenever they are needed: transformed beforehand
// they would take eight times their memory, and small maps would wait for it.
#include "third_party/xnnpack/winograd_tasks.h"

#include "third_party/xnnpack/winograd_simd.h"

typedef struct glance_winograd Conv;

enum {
  kGroupsOfSums = 4,  // of kTilesAtOnce tiles, whose sums are kept in the first cache
  // Added between the positions: at a distance of a power of two they would evict one another.
  kGap = 16,
  kSumStride = kGroupsOfSums * kTilesAtOnce * kOutputsAtOnce + kGap,
};

static size_t RoundUp(size_t count, size_t step) { return (count + step - 1) / step * step; }

// --- where things are in the workspace ---------------------------------------------------------

static size_t ValueStride(const Conv* conv) { return conv->block_tiles * conv->inputs + kGap; }
static size_t WeightStride(const Conv* conv) { return kOutputsAtOnce * conv->inputs + kGap; }
static size_t ValueBytes(const Conv* conv) {
  return kPositions * ValueStride(conv) * sizeof(int16_t);
}
static size_t WeightBytes(const Conv* conv) {
  return kPositions * WeightStride(conv) * sizeof(int16_t);
}
static const size_t kSumBytes = kPositions * kSumStride * sizeof(int32_t);

// What one thread writes to.
typedef struct {
  int16_t* values;   // (kPositions, ValueStride): (tiles / 4, inputs / 2, 4, 2)
  int16_t* weights;  // (kPositions, WeightStride): (inputs / 2, kOutputsAtOnce, 2)
  int32_t* sums;     // (kPositions, kSumStride): (tiles, kOutputsAtOnce)
} Scratch;

static size_t ThreadBytes(const Conv* conv) {
  const size_t own_values = conv->shares_values ? 0 : ValueBytes(conv);
  return RoundUp(own_values + WeightBytes(conv) + kSumBytes, 64);
}

size_t glance_winograd_workspace_bytes(const Conv* conv, size_t threads) {
  return (conv->shares_values ? ValueBytes(conv) : 0) + threads * ThreadBytes(conv);
}

static Scratch ScratchOf(const Conv* conv, size_t thread) {
  char* values = conv->workspace + thread * ThreadBytes(conv);
  char* weights = values + ValueBytes(conv);  // after the shared values, or this thread's own
  return (Scratch){(int16_t*)(conv->shares_values ? conv->workspace : values), (int16_t*)weights,
                   (int32_t*)(weights + WeightBytes(conv))};
}

// --- the input ---------------------------------------------------------------------------------

// Multiplies a column of six values by B^T.
ALWAYS_INLINE void TransformSix(const Eight* d, Eight* to) {
  const Eight four_d1 = SHIFT_LEFT(d[1], 2), four_d2 = SHIFT_LEFT(d[2], 2);
  const Eight a = Subtract(d[4], four_d2), b = Subtract(d[3], four_d1);
  const Eight c = Subtract(d[4], d[2]), e = SHIFT_LEFT(Subtract(d[3], d[1]), 1);
  to[0] = Subtract(Add(SHIFT_LEFT(d[0], 2), d[4]), Add(four_d2, d[2]));
  to[1] = Add(a, b);
  to[2] = Subtract(a, b);
  to[3] = Add(c, e);
  to[4] = Subtract(c, e);
  to[5] = Subtract(Add(four_d1, d[5]), Add(SHIFT_LEFT(d[3], 2), d[3]));
}

// Points to the pixels that a tile is made of. Outside of the picture, and for a tile that there is
// not, they are padding.
static void FindPixels(const Conv* conv, size_t tile, const int8_t** pixels) {
  const size_t top = tile / conv->tiles_across * kTileSide - conv->padding_top;
  const size_t left = tile % conv->tiles_across * kTileSide - conv->padding_left;
  for (size_t i = 0; i < kPositions; ++i) {
    const size_t y = top + i / kPatchSide, x = left + i % kPatchSide;  // wrap where negative
    const int is_inside = tile < conv->tiles && y < conv->height && x < conv->width;
    pixels[i] = is_inside ? conv->input + (y * conv->width + x) * conv->inputs : conv->padding;
  }
}

// Multiplies the columns of a tile's pixels by B^T, eight channels of them.
ALWAYS_INLINE void TransformColumns(const int8_t* const* pixels, size_t channel,
                                    Eight (*to)[kTilesAtOnce]) {
  for (size_t x = 0; x < kPatchSide; ++x) {
    Eight column[kPatchSide], transformed[kPatchSide];
#pragma GCC unroll 6
    for (size_t y = 0; y < kPatchSide; ++y) {
      column[y] = LoadInt8(pixels[y * kPatchSide + x] + channel);
    }
    TransformSix(column, transformed);
#pragma GCC unroll 6
    for (size_t y = 0; y < kPatchSide; ++y) *to[y * kPatchSide + x] = transformed[y];
  }
}

// Multiplies rows of four tiles by B from the right. Eight channels of a tile become four pairs.
ALWAYS_INLINE void TransformRow(Eight (*row)[kTilesAtOnce], int16_t* to, size_t stride) {
  Eight pairs[kTilesAtOnce][kPatchSide];
  for (size_t x = 0; x < kPatchSide; ++x) {
    Eight columns[4];
    Transpose(row[x], columns);
#pragma GCC unroll 4
    for (size_t pair = 0; pair < 4; ++pair) pairs[pair][x] = columns[pair];
  }
  for (size_t pair = 0; pair < 4; ++pair) {
    Eight transformed[kPatchSide];
    TransformSix(pairs[pair], transformed);
#pragma GCC unroll 6
    for (size_t x = 0; x < kPatchSide; ++x) {
      StoreEight(to + x * stride + pair * kTilesAtOnce * 2, transformed[x]);
    }
  }
}

static void TransformValues(const Conv* conv, size_t first_tile, int16_t* values) {
  const size_t stride = ValueStride(conv);
  const int8_t* pixels[kTilesAtOnce][kPositions];
  for (size_t i = 0; i < kTilesAtOnce; ++i) FindPixels(conv, first_tile + i, pixels[i]);
  for (size_t channel = 0; channel < conv->inputs; channel += kInputsAtOnce) {
    Eight columns[kPositions][kTilesAtOnce];
    for (size_t i = 0; i < kTilesAtOnce; ++i) {
      TransformColumns(pixels[i], channel, (Eight(*)[kTilesAtOnce]) & columns[0][i]);
    }
    for (size_t y = 0; y < kPatchSide; ++y) {
      TransformRow(&columns[y * kPatchSide], values + y * kPatchSide * stride, stride);
    }
    values += kInputsAtOnce * kTilesAtOnce;
  }
}

// --- the weights -------------------------------------------------------------------------------

// Multiplies three weights by G'.
ALWAYS_INLINE void TransformThree(Many g0, Many g1, Many g2, Many* to) {
  const Many sum = AddMany(g0, g2), wide = AddMany(g0, SHIFT_MANY_LEFT(g2, 2));
  const Many twice = SHIFT_MANY_LEFT(g1, 1);
  to[0] = g0;
  to[1] = AddMany(sum, g1);
  to[2] = SubtractMany(sum, g1);
  to[3] = AddMany(wide, twice);
  to[4] = SubtractMany(wide, twice);
  to[5] = g2;
}

static void TransformWeights(const Conv* conv, size_t first_output, int16_t* to) {
  const size_t stride = WeightStride(conv), tap = kOutputsAtOnce * conv->inputs;
  const int8_t* weights = conv->weights + first_output * kTaps * conv->inputs;
  for (size_t i = 0; i < tap; i += 2 * kLanes) {
    Many columns[3][kPatchSide];
#pragma GCC unroll 3
    for (size_t x = 0; x < 3; ++x) {
      const int8_t* top = weights + x * tap + i;
      TransformThree(LoadMany(top), LoadMany(top + 3 * tap), LoadMany(top + 6 * tap), columns[x]);
    }
    for (size_t y = 0; y < kPatchSide; ++y) {
      Many transformed[kPatchSide];
      TransformThree(columns[0][y], columns[1][y], columns[2][y], transformed);
      int16_t* row = to + y * kPatchSide * stride + i;
#pragma GCC unroll 6
      for (size_t x = 0; x < kPatchSide; ++x) StoreMany(row + x * stride, transformed[x]);
    }
  }
}

// --- products ----------------------------------------------------------------------------------

// Of a tile and kOutputsAtOnce output channels.
typedef struct {
  Sums low, high;
} TileSums;

ALWAYS_INLINE TileSums AddProducts(TileSums sums, const int16_t* pair, Sums low, Sums high) {
  const Sums values = Repeat(pair);
  return (TileSums){AddSums(sums.low, MultiplyPairs(values, low)),
                    AddSums(sums.high, MultiplyPairs(values, high))};
}

ALWAYS_INLINE void StoreTile(TileSums sums, int32_t* to) {
  StoreSums(to, sums.low);
  StoreSums(to + kLanes, sums.high);
}

// Multiplies four tiles with the weights of kOutputsAtOnce output channels, at one position.
ALWAYS_INLINE void MultiplyGroup(const int16_t* values, const int16_t* weights, size_t inputs,
                                 int32_t* sums) {
  TileSums a = {NoSums(), NoSums()}, b = a, c = a, d = a;
  for (const int16_t* end = values + inputs * kTilesAtOnce; values != end;) {
    const Sums low = LoadSums(weights), high = LoadSums(weights + 2 * kLanes);
    a = AddProducts(a, values, low, high);
    b = AddProducts(b, values + 2, low, high);
    c = AddProducts(c, values + 4, low, high);
    d = AddProducts(d, values + 6, low, high);
    values += 2 * kTilesAtOnce;
    weights += 2 * kOutputsAtOnce;
  }
  StoreTile(a, sums);
  StoreTile(b, sums + kOutputsAtOnce);
  StoreTile(c, sums + 2 * kOutputsAtOnce);
  StoreTile(d, sums + 3 * kOutputsAtOnce);
}

static void Multiply(const Conv* conv, const Scratch* scratch, size_t first_tile, size_t tiles) {
  for (size_t position = 0; position < kPositions; ++position) {
    const int16_t* values =
        scratch->values + position * ValueStride(conv) + first_tile * conv->inputs;
    const int16_t* weights = scratch->weights + position * WeightStride(conv);
    int32_t* sums = scratch->sums + position * kSumStride;
    for (size_t tile = 0; tile < tiles; tile += kTilesAtOnce) {
      MultiplyGroup(values + tile * conv->inputs, weights, conv->inputs,
                    sums + tile * kOutputsAtOnce);
    }
  }
}

// --- the output --------------------------------------------------------------------------------

// Multiplies a column of six sums by A^T, whose rows are 24, 12, 6 and 6 times Winograd's.
ALWAYS_INLINE void TransformSums(const Sums* m, Sums* to) {
  const Sums a = AddSums(m[1], m[2]), b = SubtractSums(m[1], m[2]);
  const Sums c = AddSums(m[3], m[4]), d = SubtractSums(m[3], m[4]);
  const Sums six_m0 = AddSums(SHIFT_SUMS_LEFT(m[0], 2), SHIFT_SUMS_LEFT(m[0], 1));
  const Sums six_m5 = AddSums(SHIFT_SUMS_LEFT(m[5], 2), SHIFT_SUMS_LEFT(m[5], 1));
  to[0] = AddSums(SubtractSums(six_m0, SHIFT_SUMS_LEFT(a, 2)), c);
  to[1] = SubtractSums(d, SHIFT_SUMS_LEFT(b, 1));
  to[2] = SubtractSums(c, a);
  to[3] = AddSums(SubtractSums(SHIFT_SUMS_LEFT(d, 1), b), six_m5);
}

// What Z of a row and a column of a tile is multiplied by, so that 64 Y remains: the inverse of 9
// modulo 2^32, times 1, 2, 4 and 4 for its row and for its column. volatile, for V8 makes a vector
// that it knows anew wherever it is used.
#define INVERSE 0x38E38E39u
#define ROW(times) \
  {(times) * INVERSE, 2 * (times) * INVERSE, 4 * (times) * INVERSE, 4 * (times) * INVERSE}
static const uint32_t kFactors[kTileSide][kTileSide] = {ROW(1u), ROW(2u), ROW(4u), ROW(4u)};
static const uint32_t (*volatile kFactorRows)[kTileSide] = kFactors;

// The sums of a tile's outputs, of kLanes channels.
ALWAYS_INLINE void SumTile(const int32_t* sums, Sums (*to)[kTileSide]) {
  Sums columns[kTileSide][kPatchSide];
  for (size_t x = 0; x < kPatchSide; ++x) {
    Sums column[kPatchSide], transformed[kTileSide];
#pragma GCC unroll 6
    for (size_t y = 0; y < kPatchSide; ++y) {
      column[y] = LoadSums(sums + (y * kPatchSide + x) * kSumStride);
    }
    TransformSums(column, transformed);
#pragma GCC unroll 4
    for (size_t y = 0; y < kTileSide; ++y) columns[y][x] = transformed[y];
  }
  const uint32_t(*factors)[kTileSide] = kFactorRows;
  for (size_t y = 0; y < kTileSide; ++y) {
    Sums row[kTileSide];
    TransformSums(columns[y], row);
#pragma GCC unroll 4
    for (size_t x = 0; x < kTileSide; ++x) {
      to[y][x] = SHIFT_SUMS_RIGHT(MultiplySums(row[x], Repeat(&factors[y][x])), 6);
    }
  }
}

// What kOutputsAtOnce channels are stored with.
typedef struct {
  Sums low_biases, high_biases, low_scales, high_scales;
  Requantization to;
} Channels;

ALWAYS_INLINE Channels ChannelsOf(const Conv* conv, size_t first_output) {
  const int32_t* biases = conv->biases + first_output;
  const float* scales = conv->scales + first_output;
  return (Channels){LoadSums(biases), LoadSums(biases + kLanes), LoadSums(scales),
                    LoadSums(scales + kLanes),
                    MakeRequantization(conv->zero_point, conv->lowest, conv->highest)};
}

static size_t Least(size_t a, size_t b) { return a < b ? a : b; }

ALWAYS_INLINE void StoreOutputs(const Conv* conv, size_t tile, const int32_t* sums, int8_t* output,
                                const Channels* channels) {
  const size_t top = tile / conv->tiles_across * kTileSide;
  const size_t left = tile % conv->tiles_across * kTileSide;
  const size_t rows = Least(kTileSide, conv->output_height - top);
  const size_t columns = Least(kTileSide, conv->output_width - left);
  output += (top * conv->output_width + left) * conv->outputs;
  Sums low[kTileSide][kTileSide], high[kTileSide][kTileSide];
  SumTile(sums, low);
  SumTile(sums + kLanes, high);
  for (size_t y = 0; y < rows; ++y) {
    for (size_t x = 0; x < columns; ++x) {
      StoreInt8(output + x * conv->outputs, AddSums(low[y][x], channels->low_biases),
                AddSums(high[y][x], channels->high_biases), channels->low_scales,
                channels->high_scales, &channels->to);
    }
    output += conv->output_width * conv->outputs;
  }
}

// --- tasks -------------------------------------------------------------------------------------

// Computes kOutputsAtOnce channels of a block of tiles whose values are transformed.
static void ComputeOutputs(const Conv* conv, const Scratch* scratch, size_t first_tile,
                           size_t first_output) {
  const size_t tiles = Least(conv->block_tiles, conv->tiles - first_tile);
  TransformWeights(conv, first_output, scratch->weights);
  const Channels channels = ChannelsOf(conv, first_output);
  for (size_t done = 0; done < tiles; done += kGroupsOfSums * kTilesAtOnce) {
    const size_t part = Least(kGroupsOfSums * kTilesAtOnce, tiles - done);
    Multiply(conv, scratch, done, part);
    for (size_t tile = 0; tile < part; ++tile) {
      StoreOutputs(conv, first_tile + done + tile, scratch->sums + tile * kOutputsAtOnce,
                   conv->output + first_output, &channels);
    }
  }
}

void glance_winograd_compute_block(const Conv* conv, size_t thread, size_t block, size_t zero) {
  (void)zero;
  const Scratch scratch = ScratchOf(conv, thread);
  const size_t first_tile = block * conv->block_tiles;
  const size_t tiles = Least(conv->block_tiles, conv->tiles - first_tile);
  for (size_t tile = 0; tile < tiles; tile += kTilesAtOnce) {
    TransformValues(conv, first_tile + tile, scratch.values + tile * conv->inputs);
  }
  for (size_t output = 0; output < conv->outputs; output += kOutputsAtOnce) {
    ComputeOutputs(conv, &scratch, first_tile, output);
  }
}

void glance_winograd_transform_values(const Conv* conv, size_t group) {
  const size_t tile = group * kTilesAtOnce;
  TransformValues(conv, tile, ScratchOf(conv, 0).values + tile * conv->inputs);
}

void glance_winograd_compute_outputs(const Conv* conv, size_t thread, size_t group, size_t zero) {
  (void)zero;
  const Scratch scratch = ScratchOf(conv, thread);
  ComputeOutputs(conv, &scratch, 0, group * kOutputsAtOnce);
}
