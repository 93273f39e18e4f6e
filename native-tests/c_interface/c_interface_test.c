/* What glance.h promises, compiled as plain C11:  c_interface_test WEIGHTS PICTURE */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "glance/glance.h"

static int failures = 0;

static void expect(int holds, const char* claim) {
  if (!holds) {
    fprintf(stderr, "not so: %s\n", claim);
    ++failures;
  }
}

static void expect_error(glance_error* error, const char* code, const char* part) {
  expect(error != NULL && strcmp(error->code, code) == 0, code);
  expect(error != NULL && strstr(error->message, part) != NULL, part);
  glance_error_free(error);
}

static uint8_t* read_file(const char* path, size_t* byte_count) {
  static const size_t largest = 64u << 20;
  FILE* file = fopen(path, "rb");
  uint8_t* bytes = malloc(largest);
  if (file == NULL || bytes == NULL) exit(2);
  *byte_count = fread(bytes, 1, largest, file);
  fclose(file);
  return bytes;
}

static void options_are_set_by_name_and_type(glance_options* options) {
  glance_error* error = NULL;
  expect(glance_options_set_number(options, "top_k", 3, &error), "top_k is a number");
  expect(glance_options_set_text(options, "language", "zh", &error), "language is a text");
  expect(glance_options_set_text(options, "fit", "squash", &error), "fit is a text");
  expect(glance_options_set_flag(options, "heat_map", 1, &error), "heat_map is a flag");
  expect(glance_options_set_number(options, "heat_map_class", 7, &error), "it is a number");
  expect(glance_options_set_flag(options, "view", 1, &error), "view is a flag");
  expect(glance_options_set_flag(options, "embedding", 1, &error), "embedding is a flag");
  expect(glance_options_set_flag(options, "fingerprint", 1, &error), "fingerprint is a flag");
  expect(glance_options_set_region(options, "region", 0, 0, 50, 40, &error), "region is one");
  expect(error == NULL, "none of these fails");
  expect(!glance_options_set_text(options, "fit", "stretch", &error), "no such fit");
  expect_error(error, "call/bad-argument", "fit is 'stretch', want crop, squash or letterbox");
  error = NULL;
  expect(!glance_options_set_number(options, "top_k", 1.5, &error), "top_k is whole");
  expect_error(error, "call/bad-argument", "top_k is 1.5");
  error = NULL;
  expect(!glance_options_set_number(options, "top_k", NAN, &error), "NaN is no number of labels");
  expect_error(error, "call/bad-argument", "top_k is ");
  error = NULL;
  expect(!glance_options_set_number(options, "top_k", 1e300, &error), "nor is 1e300");
  expect_error(error, "call/bad-argument", "top_k is 1");
  error = NULL;
  expect(glance_options_set_number(options, "timeout_seconds", 60, &error), "seconds");
  expect(!glance_options_set_number(options, "timeout_seconds", 0, &error), "none is no time");
  expect_error(error, "call/bad-argument",
               "timeout_seconds is 0, want a number of seconds above 0");
  error = NULL;
  expect(!glance_options_set_flag(options, "top_k", 1, &error), "a flag is no number");
  expect_error(error, "call/bad-argument", "top_k is true");
  error = NULL;
  expect(!glance_options_set_flag(options, "depth", 1, &error), "there is no such option");
  expect_error(error, "call/bad-argument", "depth");
  expect(!glance_options_set_flag(options, "depth", 1, NULL), "errors need not be taken");
}

static void the_result_has_what_was_asked_for(const glance_result* result) {
  expect(result->prediction_count == 3, "top_k labels");
  expect(result->predictions[0].score >= result->predictions[1].score, "best first");
  expect(result->seen.x == 0 && result->seen.width == 50 && result->seen.height == 40,
         "the region");
  expect(result->heat_map != NULL && result->heat_map->width == 7, "a heat map of 7 x 7");
  expect(result->heat_map->colored.width == 224, "as large as the network's input");
  expect(result->heat_map->legend.width == 256 && result->heat_map->legend.height == 1, "a legend");
  expect(result->view != NULL && result->view->width == 224, "the view");
  expect(result->embedding_count == 1280 && result->embedding != NULL, "the embedding");
  expect(result->fingerprint_byte_count == 1040 && result->fingerprint != NULL, "the fingerprint");
  expect(result->timings.total_ms >= result->timings.infer_ms, "times add up");
  expect(result->note_count == 0, "nothing was done to the picture");
}

static void a_picture_is_its_own_duplicate(const glance_classifier* classifier,
                                           const glance_result* seen) {
  glance_error* error = NULL;
  glance_likeness* likeness = glance_likeness_create(classifier);
  for (int i = 0; i < 2; ++i) {
    expect(glance_likeness_add(likeness, seen->embedding, 1280, seen->fingerprint, 1040, &error),
           "a picture is added");
  }
  expect(!glance_likeness_add(likeness, seen->embedding, 3, seen->fingerprint, 1040, &error),
         "3 numbers are no embedding");
  expect_error(error, "call/bad-argument", "3 numbers");
  error = NULL;
  int32_t pictures[5] = {0};
  float similarities[5] = {0};
  expect(glance_likeness_similar(likeness, seen->embedding, 1280, 5, pictures, similarities,
                                 &error) == 2,
         "two are similar");
  expect(pictures[0] == 0 && pictures[1] == 1 && similarities[1] > 0.999f, "both are the same");
  expect(glance_likeness_similar(likeness, seen->embedding, 1280, 0, pictures, similarities,
                                 &error) == 0,
         "none is asked for");
  expect_error(error, "call/bad-argument", "top_k is 0");
  error = NULL;
  glance_likeness_groups* groups = glance_likeness_duplicates(likeness, &error);
  expect(groups != NULL && groups->count == 1 && groups->groups[0].kind == GLANCE_SAME,
         "one group of the same");
  expect(groups->groups[0].picture_count == 2 && groups->groups[0].pictures[1] == 1, "of both");
  expect(groups->groups[0].keep <= 1, "one is to be kept");
  glance_likeness_groups_free(groups);
  glance_likeness_free(likeness);
}

static void the_answer_is_an_espresso(const glance_answer* answer) {
  expect(strcmp(answer->label, "espresso") == 0 && answer->index == 967, "a label");
  expect(answer->group == NULL && !answer->unknown, "that is no group");
  expect(answer->score >= 0.6 && answer->score <= 1, "and reaches the level");
}

static void unknown_has_neither_label_nor_group(glance_classifier* classifier,
                                                const uint8_t* picture, size_t picture_bytes) {
  glance_error* error = NULL;
  glance_options* options = glance_options_create();
  expect(!glance_options_set_number(options, "level", 1.5, &error), "a level is at most 1");
  expect_error(error, "call/bad-argument", "level is 1.5");
  expect(glance_options_set_number(options, "level", 1, NULL), "level is a number");
  glance_result* result = glance_classify(classifier, picture, picture_bytes, options, NULL);
  expect(result != NULL && result->answer->unknown == 1, "nothing is certain");
  if (result != NULL) {
    const glance_answer* answer = result->answer;
    expect(answer->label[0] == 0 && answer->index == -1 && answer->group == NULL, "no name");
    expect(answer->score > 0.6 && answer->score < 1, "the largest score");
  }
  glance_result_free(result);
  glance_options_free(options);
}

static void it_looks_again_below_the_level(glance_classifier* classifier, const uint8_t* picture,
                                           size_t picture_bytes) {
  glance_options* options = glance_options_create();
  expect(glance_options_set_flag(options, "look_again", 1, NULL), "look_again is a flag");
  glance_result* sure = glance_classify(classifier, picture, picture_bytes, options, NULL);
  expect(sure != NULL && sure->looks == 1 && sure->decisive == NULL, "one look is enough");
  expect(glance_options_set_region(options, "region", 0, 0, 40, 40, NULL), "a corner");
  expect(glance_options_set_number(options, "level", 1, NULL), "that nothing reaches");
  glance_result* again = glance_classify(classifier, picture, picture_bytes, options, NULL);
  expect(again != NULL && again->looks == 9, "nine looks");
  if (again != NULL && again->decisive != NULL) {
    const glance_rectangle* part = again->decisive;
    expect(part->x >= 0 && part->x + part->width <= 40, "inside the region");
    expect(part->y >= 0 && part->y + part->height <= 40, "on both axes");
  }
  glance_result_free(sure);
  glance_result_free(again);
  glance_options_free(options);
}

static void groups_have_parents_and_classes(glance_classifier* classifier) {
  int32_t count = 0, chinese_count = 0, dogs = 0;
  const glance_group* groups = glance_groups(classifier, "en", &count);
  const glance_group* chinese = glance_groups(classifier, "zh", &chinese_count);
  expect(count > 100 && count == chinese_count, "ImageNet's groups");
  expect(groups == glance_groups(classifier, "en", &count), "the list stays");
  for (int32_t i = 0; i < count; ++i) {
    expect(groups[i].parent >= -1 && groups[i].parent < count, "a parent is in the list");
    expect(groups[i].class_count > 0, "a group has classes");
    if (strcmp(groups[i].id, "dog") != 0) continue;
    dogs = groups[i].class_count;
    expect(strcmp(groups[i].label, "dog") == 0, "a label in English");
    expect(strcmp(chinese[i].label, "狗") == 0, "and in Chinese");
    expect(strcmp(groups[groups[i].parent].id, "mammal") == 0, "a dog is a mammal");
  }
  expect(dogs >= 110 && dogs <= 125, "all kinds of dog");
}

static void a_path_leads_to_an_answer(glance_classifier* classifier) {
  int32_t count = 0, of_class = 0;
  const char* const* path = glance_path_to(classifier, -1, "dog", "en", &count);
  expect(count == 3 && strcmp(path[0], "animal") == 0, "from the top group");
  expect(strcmp(path[1], "mammal") == 0 && strcmp(path[2], "dog") == 0, "to the group");
  path = glance_path_to(classifier, 162, NULL, "en", &of_class);
  expect(of_class > count && strcmp(path[of_class - 1], "beagle") == 0, "and to a class");
  path = glance_path_to(classifier, 162, NULL, "zh", &of_class);
  expect(strcmp(path[0], "动物") == 0, "in Chinese");
  glance_path_to(classifier, -1, NULL, "en", &count);
  expect(count == 0, "an unknown answer has none");
  glance_path_to(classifier, 1000, NULL, "en", &count);
  expect(count == 0, "nor has a class that there is not");
  glance_path_to(classifier, -1, "no such group", "en", &count);
  expect(count == 0, "nor such a group");
}

int main(int argument_count, char** arguments) {
  size_t weight_bytes = 0, picture_bytes = 0;
  glance_error* error = NULL;
  if (argument_count != 3) return 2;
  uint8_t* weights = read_file(arguments[1], &weight_bytes);
  uint8_t* picture = read_file(arguments[2], &picture_bytes);

  expect(glance_load(picture, picture_bytes, 1, 0, 1, &error) == NULL,
         "a picture is no weight file");
  expect_error(error, "model/not-safetensors", "");
  error = NULL;
  expect(glance_load(weights, weight_bytes, 1, 0, 0, &error) == NULL, "a budget is at least 1");
  expect_error(error, "call/bad-argument", "a network_budget of 0");
  error = NULL;
  glance_classifier* classifier = glance_load(weights, weight_bytes, 1, 0, 1, &error);
  if (classifier == NULL) return 1;
  const glance_model* model = glance_describe(classifier);
  expect(strcmp(model->name, "EfficientNet-Lite0") == 0 && model->classes == 1000, "the model");

  glance_options* options = glance_options_create();
  options_are_set_by_name_and_type(options);
  glance_result* result = glance_classify(classifier, picture, picture_bytes, options, &error);
  expect(result != NULL, "the picture is classified");
  if (result != NULL) the_result_has_what_was_asked_for(result);

  glance_result* plain = glance_classify(classifier, picture, picture_bytes, NULL, NULL);
  expect(plain != NULL && strcmp(plain->predictions[0].label, "espresso") == 0, "an espresso");
  if (plain != NULL) the_answer_is_an_espresso(plain->answer);
  unknown_has_neither_label_nor_group(classifier, picture, picture_bytes);
  it_looks_again_below_the_level(classifier, picture, picture_bytes);
  groups_have_parents_and_classes(classifier);
  a_path_leads_to_an_answer(classifier);
  expect(plain != NULL && plain->heat_map == NULL && plain->view == NULL, "only when asked for");
  expect(glance_classify(classifier, weights, 100, NULL, &error) == NULL, "weights are no picture");
  expect_error(error, "image/not-a-picture", "");
  error = NULL;

  float embedding[1280];
  expect(model->embedding_size == 1280, "the size of an embedding");
  expect(glance_embed(classifier, picture, picture_bytes, NULL, embedding, 1280, NULL),
         "it embeds");
  expect(plain != NULL && plain->embedding_count == 0, "no embedding unless asked for");
  expect(!glance_embed(classifier, picture, picture_bytes, NULL, embedding, 3, &error),
         "room for 3");
  expect_error(error, "call/bad-argument", "room for 3 numbers");
  error = NULL;
  expect(!glance_embed(classifier, weights, 100, NULL, embedding, 1280, &error), "no picture");
  expect_error(error, "image/not-a-picture", "");

  if (result != NULL) a_picture_is_its_own_duplicate(classifier, result);
  const glance_pixels* view = result == NULL ? NULL : result->view;
  if (view != NULL) {
    const size_t bytes = 3 * (size_t)view->width * (size_t)view->height;
    glance_options_free(options);
    options = glance_options_create();
    glance_options_set_text(options, "fit", "squash", NULL);
    glance_result* again =
        glance_classify_rgb(classifier, view->rgb, bytes, view->width, view->height, options, NULL);
    expect(again != NULL && again->predictions[0].score == result->predictions[0].score,
           "the view gives the same scores");
    glance_result_free(again);
  }
  glance_result_free(result);
  glance_result_free(plain);
  glance_result_free(NULL);
  glance_options_free(options);
  glance_close(classifier);
  free(weights);
  free(picture);
  return failures == 0 ? 0 : 1;
}
