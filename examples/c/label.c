/* Labels pictures:  label WEIGHTS PICTURE... */
#include <glance/glance.h>
#include <stdio.h>
#include <stdlib.h>

/* The bytes of a file, to be freed; NULL when it cannot be read. */
static uint8_t* read_file(const char* path, size_t* byte_count) {
  FILE* file = fopen(path, "rb");
  uint8_t* bytes = NULL;
  long size = 0;
  if (file == NULL) return NULL;
  if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) > 0) bytes = malloc((size_t)size);
  rewind(file);
  *byte_count = bytes == NULL ? 0 : fread(bytes, 1, (size_t)size, file);
  fclose(file);
  return bytes;
}

static int report(const char* what, glance_error* error) {
  fprintf(stderr, "%s: %s: %s\n", what, error->code, error->message);
  glance_error_free(error);
  return 1;
}

static int label(glance_classifier* classifier, const char* path, const glance_options* options) {
  size_t byte_count = 0;
  glance_error* error = NULL;
  uint8_t* bytes = read_file(path, &byte_count);
  glance_result* result = glance_classify(classifier, bytes, byte_count, options, &error);
  free(bytes);
  if (result == NULL) return report(path, error);
  printf("%s: %s, %.0f %%\n", path, result->predictions[0].label,
         100.0 * (double)result->predictions[0].score);
  glance_result_free(result);
  return 0;
}

int main(int argument_count, char** arguments) {
  size_t byte_count = 0;
  int status = 0;
  glance_error* error = NULL;
  glance_classifier* classifier;
  glance_options* options = glance_options_create();
  uint8_t* weights = argument_count < 2 ? NULL : read_file(arguments[1], &byte_count);
  classifier = glance_load(weights, byte_count, /*threads=*/2, /*resolution=*/0,
                           /*network_budget=*/1, &error);
  free(weights);
  if (classifier == NULL) return report("the weights", error);
  if (!glance_options_set_number(options, "top_k", 1, &error)) return report("top_k", error);
  for (int i = 2; i < argument_count; ++i) status |= label(classifier, arguments[i], options);
  glance_options_free(options);
  glance_close(classifier);
  return status;
}
