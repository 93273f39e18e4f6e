// Pictures of smooth spots, which look as different from each other as photographs do, sampled at
// any size and from any part of the scene.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "image/image.h"
#include "likeness/fingerprint.h"
#include "support/images.h"
#include "support/random_numbers.h"

namespace glance::test {

// Where in the scene, 0..1, the pixel at x, y, 0..1, of a picture lies.
struct Look {
  double x = 0, y = 0, width = 1, height = 1;
  double turn = 0;  // degrees
  double brightness = 1;
};

class Scene {
 public:
  explicit Scene(uint32_t seed) {
    RandomNumbers random(seed);
    for (auto& spot : spots_) {
      spot = {random.Float(-0.2f, 1.2f), random.Float(-0.2f, 1.2f), random.Float(0.03f, 0.25f),
              random.Float(-110, 110)};
    }
  }

  Image Picture(int width_px, int height_px, const Look& look = {}) const {
    Image image = Image::CreateBlack(width_px, height_px).value();
    auto pixels = image.pixels();
    for (int y = 0; y < height_px; ++y) {
      for (int x = 0; x < width_px; ++x) {
        const auto value = ValueAt((x + 0.5) / width_px, (y + 0.5) / height_px, look);
        const auto at =
            (static_cast<size_t>(y) * static_cast<size_t>(width_px) + static_cast<size_t>(x)) * 3;
        for (size_t c = 0; c < 3; ++c) pixels[at + c] = value;
      }
    }
    return image;
  }

 private:
  struct Spot {
    float x, y, radius, strength;
  };

  uint8_t ValueAt(double x, double y, const Look& look) const {
    const double angle = look.turn * 3.14159265358979 / 180;
    const double dx = x - 0.5, dy = y - 0.5;
    const double turned_x = dx * std::cos(angle) - dy * std::sin(angle) + 0.5;
    const double turned_y = dx * std::sin(angle) + dy * std::cos(angle) + 0.5;
    const double scene_x = look.x + turned_x * look.width;
    const double scene_y = look.y + turned_y * look.height;
    double sum = 128;
    for (const Spot& spot : spots_) {
      const double distance = std::hypot(scene_x - spot.x, scene_y - spot.y) / spot.radius;
      sum += spot.strength * std::exp(-distance * distance);
    }
    return static_cast<uint8_t>(std::clamp(sum * look.brightness, 0.0, 255.0));
  }

  std::array<Spot, 24> spots_;
};

inline std::vector<uint8_t> BytesOfFingerprint(const Image& image, int exif_orientation = 1) {
  const auto bytes = FingerprintOf(image, exif_orientation).value();
  return {bytes.span().begin(), bytes.span().end()};
}

inline Fingerprint Read(const std::vector<uint8_t>& bytes) {
  return ReadFingerprint(std::span<const uint8_t, kFingerprintBytes>(bytes));
}

}  // namespace glance::test
