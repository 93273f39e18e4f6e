// The parts of stb_image that are compiled: JPEG and PNG, from memory. Included before
// stb_image.h, by the core and by the test that compares its speed with plain stb_image.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
