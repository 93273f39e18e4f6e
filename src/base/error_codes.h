// Every error code of the core, "area/reason". They are part of the interface: programs compare
// them, so a code is never renamed or reused.
#pragma once

namespace glance::error_code {

// Memory.
inline constexpr char kMemoryExhausted[] = "memory/exhausted";  // An allocation was refused.

// Pictures.
inline constexpr char kImageEmpty[] = "image/empty";                // A file of no bytes.
inline constexpr char kImageNotAPicture[] = "image/not-a-picture";  // No known magic number.
inline constexpr char kImageUnsupportedFormat[] =
    "image/unsupported-format";  // A known format that the core does not read; it is named.
inline constexpr char kImageUnsupportedJpeg[] =
    "image/unsupported-jpeg";  // 12-bit, arithmetic or lossless JPEG; the kind is named.
inline constexpr char kImageDamaged[] = "image/damaged";     // Cut short or wrong checksum.
inline constexpr char kImageTooLarge[] = "image/too-large";  // Over a limit of image/limits.h.
inline constexpr char kImageTooManyScans[] = "image/too-many-scans";  // A JPEG scan bomb.

// Models.
inline constexpr char kModelNotSafetensors[] = "model/not-safetensors";  // Not the container.
inline constexpr char kModelTruncated[] = "model/truncated";       // Bytes missing at the end.
inline constexpr char kModelBadHeader[] = "model/bad-header";      // The header breaks the rules.
inline constexpr char kModelBadOffsets[] = "model/bad-offsets";    // Overlap, gap, or wrap.
inline constexpr char kModelBadMetadata[] = "model/bad-metadata";  // The "glance" document.
inline constexpr char kModelUnsupportedVersion[] = "model/unsupported-version";
inline constexpr char kModelUnsupportedOperation[] = "model/unsupported-operation";
inline constexpr char kModelBadGraph[] = "model/bad-graph";  // Edges that point nowhere.
inline constexpr char kModelMissingTensor[] = "model/missing-tensor";
inline constexpr char kModelBadShape[] = "model/bad-shape";
inline constexpr char kModelBadType[] =
    "model/bad-type";  // An operation cannot compute with these element types.
inline constexpr char kModelBadValue[] = "model/bad-value";     // NaN or infinite weights.
inline constexpr char kModelTooLarge[] = "model/too-large";     // Over a limit.
inline constexpr char kModelNoHeatMap[] = "model/no-heat-map";  // Graph does not name features.
inline constexpr char kModelNoEmbedding[] =
    "model/no-embedding";  // No dense layer whose input describes the picture.

// Inference.
inline constexpr char kInferBackend[] = "infer/backend";  // XNNPACK refused a call.
inline constexpr char kInferBadResolution[] = "infer/bad-resolution";
inline constexpr char kInferNotFinite[] = "infer/not-finite";  // NaN or infinite logits.

// Sidecars, on the command line.
inline constexpr char kSidecarNotXmp[] = "sidecar/not-xmp";      // No XML, or XML of another kind.
inline constexpr char kSidecarTooLarge[] = "sidecar/too-large";  // Over a limit of xmp/sidecar.h.
inline constexpr char kSidecarUnsupported[] =
    "sidecar/unsupported";  // Keywords in a form that nothing can be added to.

// Calls and the command line.
inline constexpr char kCallBadArgument[] = "call/bad-argument";
inline constexpr char kCallTimedOut[] = "call/timed-out";   // Its `timeout` has passed.
inline constexpr char kCallCancelled[] = "call/cancelled";  // Its progress callback said so.
inline constexpr char kFileUnreadable[] = "file/unreadable";
inline constexpr char kFileUnwritable[] = "file/unwritable";

}  // namespace glance::error_code
