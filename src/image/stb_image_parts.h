// stb_image's JPEG and PNG parts, from memory. The core uses the inverse DCT and the resampling of
// chroma, the test that compares the core's speed with plain stb_image all of it. Has no include
// guard: a file that includes it has its own copy of the decoder.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#include <stb_image.h>
