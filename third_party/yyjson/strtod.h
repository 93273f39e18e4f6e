/* Included before yyjson.c: its numbers are read by our strtod. */
#pragma once

/* The double nearest to the JSON number at `text`, ties to even; infinity when it is too large.
 *end becomes the end of the number. */
#ifdef __cplusplus
extern "C"
#endif
    double
    glance_strtod(const char* text, char** end);

#ifndef __cplusplus
#include <stdlib.h>
#define strtod glance_strtod
#endif
