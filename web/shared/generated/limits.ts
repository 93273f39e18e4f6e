// Made by tools/release/bundle/limits.mjs from the sources of the core: do not edit.

/** Of the file of a picture. `max_file_bytes` of the core. */
export const maxFileBytes = 67_108_864;

/** Of a picture. `max_side_px` of the core. */
export const maxSidePx = 32_768;

/** Width x height of a picture. `max_pixels` of the core. */
export const maxPixels = 100_000_000;

/** Of the header of a weight file. `kMaxHeaderBytes` of the core. */
export const maxHeaderBytes = 100_000_000;

/** Of the core's heap. `INITIAL_MEMORY` of the core. */
export const initialHeapBytes = 16_777_216;

/** Of the core's heap; phones refuse more. `MAXIMUM_MEMORY` of the core. */
export const maxHeapBytes = 1_073_741_824;
