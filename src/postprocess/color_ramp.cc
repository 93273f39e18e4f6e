// The control points lie at equal distances along a path of ours in OKLab (Ottosson, 2020):
// lightness .22 to .92, hue 275 to 465 degrees, chroma .12 to .18 or what sRGB can show.
#include "postprocess/color_ramp.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace glance {
namespace {

constexpr std::array<Rgb, 9> kControlPoints = {{
    {17, 9, 80},
    {62, 17, 109},
    {111, 25, 120},
    {159, 36, 114},
    {201, 58, 95},
    {232, 95, 68},
    {247, 139, 47},
    {247, 187, 74},
    {240, 233, 136},
}};

constexpr std::array<Rgb, 256> Interpolated() {
  constexpr size_t kLast = 255;
  constexpr size_t kSegments = kControlPoints.size() - 1;
  std::array<Rgb, kLast + 1> ramp{};
  for (size_t i = 0; i <= kLast; ++i) {
    // In units of 1/255 segment.
    const size_t segment = i == kLast ? kSegments - 1 : i * kSegments / kLast;
    const size_t beyond = i * kSegments - segment * kLast;
    for (size_t c = 0; c < 3; ++c) {
      const size_t sum =
          kControlPoints[segment][c] * (kLast - beyond) + kControlPoints[segment + 1][c] * beyond;
      ramp[i][c] = static_cast<uint8_t>((sum + kLast / 2) / kLast);
    }
  }
  return ramp;
}

}  // namespace

constexpr std::array<Rgb, 256> kColorRamp = Interpolated();

}  // namespace glance
