// stb_image as its author ships it: no guard, no limit, its own allocator. What a page that only
// decodes would compile.
#include "timing/plain_stb.h"

#include <memory>

#include "base/buffer.h"
#include "image/stb_image_parts.h"

namespace glance::timing {

bool DecodePlainly(std::span<const uint8_t> file) {
  int width = 0;
  int height = 0;
  int channels = 0;
  const std::unique_ptr<stbi_uc, FreeDeleter> pixels(stbi_load_from_memory(
      file.data(), static_cast<int>(file.size()), &width, &height, &channels, 3));
  return pixels != nullptr;
}

}  // namespace glance::timing
