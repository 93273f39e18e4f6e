// The colours of heat maps: those of the command line (src/postprocess/color_ramp.cc), so that both tell the same. Their
// lightness grows evenly, so that more looks like more, also to people who see few colours and in print.

/** Nine points at equal distances, from 0 to 1. */
export const controlPoints = Object.freeze([
  [17, 9, 80],
  [62, 17, 109],
  [111, 25, 120],
  [159, 36, 114],
  [201, 58, 95],
  [232, 95, 68],
  [247, 139, 47],
  [247, 187, 74],
  [240, 233, 136],
]);

const last = 255;
const segments = controlPoints.length - 1;

/** 256 colours, each red, green, blue. */
export const colorRamp = Object.freeze(
  Array.from({ length: last + 1 }, (_, i) => Object.freeze(colorAt(i))),
);

// In units of 1/255 segment, as the core has it: the same bytes.
function colorAt(i) {
  const segment = i === last ? segments - 1 : Math.floor((i * segments) / last);
  const beyond = i * segments - segment * last;
  const mix = (low, high) =>
    Math.floor((low * (last - beyond) + high * beyond + Math.floor(last / 2)) / last);
  return controlPoints[segment].map((low, channel) =>
    mix(low, controlPoints[segment + 1][channel]),
  );
}
