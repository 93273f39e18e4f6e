/* Glance's C interface, plain C11: what include/glance/classifier.h offers, for languages that call
 * C. Link libglance_c.
 *
 *   glance_error* error = NULL;
 *   glance_classifier* classifier = glance_load(weights, weights_size, 1, 0, 1, &error);
 *   glance_result* result = NULL;
 *   if (classifier != NULL) result = glance_classify(classifier, file, file_size, NULL, &error);
 *   if (result != NULL) puts(result->answer->label);
 *   else fprintf(stderr, "%s: %s", error->code, error->message);
 *
 * A function that fails returns NULL (or 0) and makes an error, if `error` is not NULL; the caller
 * frees it. Text is UTF-8 and ends with a zero. Nothing here prints, reads files or aborts on
 * input. Programs read the structs and never make them: later releases add members at their ends.
 */
#ifndef GLANCE_GLANCE_H
#define GLANCE_GLANCE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define GLANCE_EXPORT __attribute__((visibility("default")))
#else
#define GLANCE_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glance_classifier glance_classifier;
typedef struct glance_options glance_options;

/* `code` is a stable string for programs, "area/reason"; `message` one English sentence. */
typedef struct glance_error {
  const char* code;
  const char* message;
} glance_error;

typedef struct glance_prediction {
  int32_t index; /* class, 0 to classes - 1 */
  float score;   /* softmax probability, 0..1 */
  const char* label;
} glance_prediction;

/* The label or group to show: the smallest that holds at least the option `level` (default 0.6) of
 * the probability; classifier.h says which of several. */
typedef struct glance_answer {
  const char* label; /* empty when unknown */
  double score;      /* 0..1, the sum over its classes; when unknown, the largest below the level */
  int32_t index;     /* class, when it is a label; else -1 */
  const char* group; /* id, when it is a group; else NULL */
  int unknown;       /* 1 when neither a label nor a group reaches the level; else 0 */
} glance_answer;

/* In pixels of the upright picture, from its top left corner. */
typedef struct glance_rectangle {
  double x, y, width, height;
} glance_rectangle;

typedef struct glance_timings {
  double decode_ms, preprocess_ms, infer_ms, total_ms;
} glance_timings;

/* What was done to the picture, such as "note/turned", or that it is damaged, "note/damaged". */
typedef struct glance_note {
  const char* code;
  const char* message;
} glance_note;

typedef struct glance_pixels {
  int32_t width, height;
  const uint8_t* rgb; /* (height, width, 3), row by row */
} glance_pixels;

/* Where in `seen` a class was recognised. */
typedef struct glance_heat_map {
  int32_t width, height;
  const float* values;   /* (height, width), row by row: 1 most of all, 0 least */
  glance_pixels colored; /* enlarged to the size of the network's input, and coloured */
  glance_pixels legend;  /* the colours, 256 x 1: that of 0 first, that of 1 last */
} glance_heat_map;

typedef struct glance_result {
  int32_t width, height; /* pixels of the upright picture */
  int32_t prediction_count;
  const glance_prediction* predictions; /* best first */
  double entropy;                       /* of all scores in bits: 0 (certain) .. log2(classes) */
  glance_rectangle seen; /* what the network saw; a letterbox reaches beyond the picture */
  glance_timings timings;
  int32_t note_count;
  const glance_note* notes;
  const glance_heat_map* heat_map; /* NULL unless it was asked for; covers `seen` */
  const glance_pixels* view;       /* NULL unless it was asked for; shows `seen` */
  const glance_answer* answer;
  int32_t embedding_count; /* 0 unless it was asked for */
  const float* embedding;  /* what the network's last dense layer reads: it describes the picture */
  int32_t fingerprint_byte_count; /* 0 unless it was asked for */
  const uint8_t* fingerprint;     /* what glance_likeness finds duplicates by */
  int32_t looks; /* how often the network looked: 1, or up to 9 with `look_again` */
  const glance_rectangle* decisive; /* of the looks after the first one that which gave most to the
                                     * best label; NULL when the first gave more */
} glance_result;

/* What the weight file says of itself; text that it does not say is empty. */
typedef struct glance_model {
  const char* name;
  const char* architecture;
  const char* license; /* SPDX expression of the weights' licence */
  int32_t input_width, input_height;
  int32_t classes;
  int32_t embedding_size; /* numbers of a picture's embedding; 0: the network has none */
} glance_model;

/* One group of the classes, such as "dog". */
typedef struct glance_group {
  const char* id; /* for programs; no two groups have the same */
  const char* label;
  int32_t parent; /* of which it is a kind: its place in the list; -1: none */
  int32_t class_count;
  const int32_t* classes; /* every class in it, with those of the groups below it; ascending */
} glance_group;

/* `weights` is a whole weight file (models/FORMAT.md), which is copied; `threads` is 1 to 64, and
 * `resolution` the side of the network's input, 32 to 1024, or 0 for the model's own. The network
 * may take `network_budget` times 1 GiB of memory beside its file and 100,000,000,000 multiply-adds
 * a picture, 1 to 1000; what wants more is refused before anything runs. Fails with model/, infer/,
 * memory/exhausted or call/bad-argument. A classifier is for one thread at a time; glance_close
 * frees it. */
GLANCE_EXPORT glance_classifier* glance_load(const uint8_t* weights, size_t byte_count,
                                             int32_t threads, int32_t resolution,
                                             int32_t network_budget, glance_error** error);
GLANCE_EXPORT void glance_close(glance_classifier* classifier);

/* Lives as long as the classifier. */
GLANCE_EXPORT const glance_model* glance_describe(const glance_classifier* classifier);

/* The groups of the classes, none when the weight file has no hierarchy; `count` is set to their
 * number. Their labels are in `language`, or in English when the model lacks it, or in the first
 * that it has. The list lives as long as the classifier. */
GLANCE_EXPORT const glance_group* glance_groups(glance_classifier* classifier, const char* language,
                                                int32_t* count);

/* What an answer is a kind of, from the top group down, and itself at the end: "animal", "mammal",
 * "dog", "beagle"; `count` is set to their number. `index` and `group` are those of the answer, or
 * any class, or -1 and the id of any group. Empty when the answer is unknown, and for what the
 * model has not. In `language` as above. The list lives until the next call of this function. */
GLANCE_EXPORT const char* const* glance_path_to(glance_classifier* classifier, int32_t index,
                                                const char* group, const char* language,
                                                int32_t* count);

/* All defaults. Options are set by their names in docs/interface.md, by the function of their type,
 * so that a program can set one that is newer than itself; each returns 0 when it fails, with
 * call/bad-argument: there is no such option, or it takes something else. */
GLANCE_EXPORT glance_options* glance_options_create(void);
GLANCE_EXPORT int glance_options_set_flag(glance_options* options, const char* name, int value,
                                          glance_error** error);
GLANCE_EXPORT int glance_options_set_number(glance_options* options, const char* name, double value,
                                            glance_error** error);
GLANCE_EXPORT int glance_options_set_text(glance_options* options, const char* name,
                                          const char* value, glance_error** error);
GLANCE_EXPORT int glance_options_set_region(glance_options* options, const char* name, int32_t x,
                                            int32_t y, int32_t width, int32_t height,
                                            glance_error** error);
GLANCE_EXPORT void glance_options_free(glance_options* options);

/* `picture` is a whole JPEG or PNG file, `options` may be NULL. Fails with image/, infer/,
 * model/no-heat-map, model/no-embedding, memory/exhausted, call/timed-out or call/bad-argument; the
 * classifier stays usable. The caller frees the result. */
GLANCE_EXPORT glance_result* glance_classify(glance_classifier* classifier, const uint8_t* picture,
                                             size_t byte_count, const glance_options* options,
                                             glance_error** error);

/* The same for pixels that are decoded and upright: (height, width, 3), row by row. */
GLANCE_EXPORT glance_result* glance_classify_rgb(glance_classifier* classifier, const uint8_t* rgb,
                                                 size_t byte_count, int32_t width, int32_t height,
                                                 const glance_options* options,
                                                 glance_error** error);

/* The embedding of a whole JPEG or PNG file alone: writes `value_count` numbers to `values`, as
 * many as glance_model.embedding_size. Returns 0 when it fails, as glance_classify does. */
GLANCE_EXPORT int glance_embed(glance_classifier* classifier, const uint8_t* picture,
                               size_t byte_count, const glance_options* options, float* values,
                               size_t value_count, glance_error** error);

/* Classes of one's own (glance/teacher.h): embeddings of pictures with their labels. */
typedef struct glance_teacher glance_teacher;

/* `report` is JSON: {classes: [{label, pictures, right, precision, recall}], pictures, right,
 * accuracy, interval: [low, high], confusion: [[...]], mistakes: [{picture, label, predicted,
 * score}], doubtful: [as mistakes], warnings: [...], regularization, temperature, lost}; pictures
 * are counted from 0 in the order in which they were added. `weights` is the weight file. */
typedef struct glance_lesson {
  const char* report;
  size_t byte_count;
  const uint8_t* weights;
} glance_lesson;

/* For embeddings of this classifier. */
GLANCE_EXPORT glance_teacher* glance_teacher_create(const glance_classifier* classifier);
/* Copies an embedding of glance_embed. Returns 0 when it fails, with call/bad-argument. */
GLANCE_EXPORT int glance_teacher_add(glance_teacher* teacher, const float* embedding,
                                     size_t value_count, const char* label, glance_error** error);
/* Teaches `classifier` all pictures of two classes at least; those of `none_label`, which may be
 * NULL, are none of the others. `go_on`, which may be NULL, is told how far it is, 0 to 1, and ends
 * it with call/cancelled by returning 0. Fails with call/bad-argument, model/no-embedding,
 * call/cancelled or memory/exhausted; the caller frees the lesson. */
GLANCE_EXPORT glance_lesson* glance_teach(const glance_teacher* teacher,
                                          const glance_classifier* classifier,
                                          const char* none_label, int (*go_on)(double, void*),
                                          void* context, glance_error** error);
GLANCE_EXPORT void glance_teacher_free(glance_teacher* teacher);
GLANCE_EXPORT void glance_lesson_free(glance_lesson* lesson);

/* Similar and duplicate pictures among many (glance/likeness.h). */
typedef struct glance_likeness glance_likeness;

/* How the pictures of a group differ from the one to keep, at most. */
typedef enum glance_likeness_kind {
  GLANCE_SAME,    /* of the same size; perhaps compressed again */
  GLANCE_RESIZED, /* of another size */
  GLANCE_EDITED,  /* cropped, turned, mirrored, or with other brightness or colours */
  GLANCE_SIMILAR  /* not the same picture: a series of one scene */
} glance_likeness_kind;

typedef struct glance_likeness_group {
  int32_t kind; /* of glance_likeness_kind */
  int32_t picture_count;
  const int32_t* pictures; /* in the order in which they were added, from 0; ascending */
  int32_t keep;            /* the one with the most pixels; of several such the sharpest */
} glance_likeness_group;

typedef struct glance_likeness_groups {
  int32_t count;
  const glance_likeness_group* groups;
} glance_likeness_groups;

/* For embeddings of this classifier. */
GLANCE_EXPORT glance_likeness* glance_likeness_create(const glance_classifier* classifier);
/* Copies the embedding and the fingerprint that glance_classify gave for one picture. Returns 0
 * when it fails, with call/bad-argument or memory/exhausted. */
GLANCE_EXPORT int glance_likeness_add(glance_likeness* likeness, const float* embedding,
                                      size_t value_count, const uint8_t* fingerprint,
                                      size_t byte_count, glance_error** error);
/* Writes the `top_k` pictures most similar to `embedding`, best first, and their cosines, -1 to 1,
 * to `pictures` and `similarities`, which have room for so many; returns how many there are, at
 * most as many as were added. Returns 0 when it fails, with call/bad-argument or memory/exhausted,
 * or when no picture was added. */
GLANCE_EXPORT int32_t glance_likeness_similar(const glance_likeness* likeness,
                                              const float* embedding, size_t value_count,
                                              int32_t top_k, int32_t* pictures, float* similarities,
                                              glance_error** error);
/* Groups of the same picture, then groups of similar ones. Fails with memory/exhausted; the caller
 * frees them. */
GLANCE_EXPORT glance_likeness_groups* glance_likeness_duplicates(const glance_likeness* likeness,
                                                                 glance_error** error);
GLANCE_EXPORT void glance_likeness_groups_free(glance_likeness_groups* groups);
GLANCE_EXPORT void glance_likeness_free(glance_likeness* likeness);

/* What is NULL is not freed. */
GLANCE_EXPORT void glance_result_free(glance_result* result);
GLANCE_EXPORT void glance_error_free(glance_error* error);

#ifdef __cplusplus
}
#endif

#endif
