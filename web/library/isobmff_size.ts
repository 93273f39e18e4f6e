// How large the pictures of an AVIF or HEIC file are: boxes meta/iprp/ipco/ispe of ISO/IEC 23008-12. A file has one `ispe`
// for the whole and others for tiles and previews; the largest is the whole.

const path = ['meta', 'iprp', 'ipco', 'ispe'];
const longestHeaderBytes = 2 ** 18; // further in, a file is not searched

/** @param {DataView} header @returns {import('./browser_formats.ts').Size | null} */
export function isobmffSize(header) {
  const sizes = [...boxesAt(header, 0, Math.min(header.byteLength, longestHeaderBytes), 0)];
  return sizes.reduce(
    (largest, size) => (largest && areaOf(largest) >= areaOf(size) ? largest : size),
    null,
  );
}

const areaOf = ({ width, height }) => width * height;

// The sizes in all boxes on the path below `depth`.
function* boxesAt(header, start, end, depth) {
  let offset = start;
  while (offset + 8 <= end) {
    const { type, content, next } = boxAt(header, offset, end);
    if (type === path[depth]) yield* inside(header, content, next, depth);
    offset = next;
  }
}

function boxAt(header, offset, end) {
  const length = header.getUint32(offset);
  const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => header.getUint8(offset + i)));
  if (length === 0) return { type, content: offset + 8, next: end };
  if (length !== 1)
    return { type, content: offset + 8, next: Math.min(end, offset + Math.max(8, length)) };
  return {
    type,
    content: offset + 16,
    next: Math.min(end, offset + Math.max(16, Number(header.getBigUint64(offset + 8)))),
  };
}

// `meta` and `ispe` begin with a version and flags, 4 bytes.
function* inside(header, content, end, depth) {
  if (depth === path.length - 1)
    yield { width: header.getUint32(content + 4), height: header.getUint32(content + 8) };
  else yield* boxesAt(header, depth === 0 ? content + 4 : content, end, depth + 1);
}
