// stb_image with only the parts that are used: JPEG and PNG, from memory. Compiled by the core, and
// by the test that compares the core's speed with plain stb_image. Has no include guard: a file
// that includes it has its own copy of the decoder.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#include <stb_image.h>
