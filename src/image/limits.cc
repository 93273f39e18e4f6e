#include "image/limits.h"

#include <algorithm>
#include <string>

#include "base/checked_math.h"
#include "base/error_codes.h"
#include "base/text.h"

namespace glance {
namespace {

// stb_image counts bytes in int and reads at most 2^30 bytes of compressed data. The largest block
// that it makes has 3 channels of 2 bytes a pixel.
constexpr uint64_t kMaxDecoderFileBytes = uint64_t{1} << 30;
constexpr uint64_t kMaxDecoderPixels = 0x7FFFFFFF / (3 * 2);

std::unexpected<Error> TooLarge(TextPieces what) {
  return Fail(error_code::kImageTooLarge, {Join(what), ": make the picture smaller first"});
}

std::string MebiBytes(uint64_t bytes) {
  return Join({GroupDigits((bytes + 0xFFFFF) >> 20), " MiB"});
}

}  // namespace

Result<void> CheckFileBytes(uint64_t file_bytes, const DecodeLimits& limits) {
  const uint64_t max_file_bytes = std::min(limits.max_file_bytes, kMaxDecoderFileBytes);
  if (file_bytes <= max_file_bytes) return {};
  return TooLarge({"the file has ", GroupDigits(file_bytes), " bytes; at most ",
                   GroupDigits(max_file_bytes), " are read"});
}

Result<void> CheckJpegDimensions(uint64_t width_px, uint64_t height_px,
                                 const DecodeLimits& limits) {
  DecodeLimits of_jpeg = limits;
  of_jpeg.max_pixels = limits.max_jpeg_pixels;
  return CheckDimensions(width_px, height_px, of_jpeg);
}

Result<void> CheckDimensions(uint64_t width_px, uint64_t height_px, const DecodeLimits& limits) {
  const std::string size =
      Join({"the picture is ", GroupDigits(width_px), " x ", GroupDigits(height_px), " pixels"});
  const auto max_side = static_cast<uint64_t>(limits.max_side_px);
  if (std::max(width_px, height_px) > max_side) {
    return TooLarge({size, "; sides of at most ", GroupDigits(max_side), " are read"});
  }
  const uint64_t max_pixels = std::min(static_cast<uint64_t>(limits.max_pixels), kMaxDecoderPixels);
  const auto pixels = CheckedMultiply(width_px, height_px);
  if (!pixels || *pixels > max_pixels) {
    return TooLarge({size, "; at most ", GroupDigits(max_pixels), " in all are read"});
  }
  return {};
}

Result<void> CheckPeak(uint64_t peak_bytes, const DecodeLimits& limits) {
  if (peak_bytes <= limits.max_peak_bytes) return {};
  return TooLarge({"decoding the picture takes about ", MebiBytes(peak_bytes),
                   " of memory; at most ", MebiBytes(limits.max_peak_bytes), " may be used"});
}

}  // namespace glance
