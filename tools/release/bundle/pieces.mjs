// Files as classic scripts: a page opened from disk may run those, but may not read files. Each script leaves one text
// in `glanceOffline`; large files are cut, so that progress can be shown between the pieces.
import { createHash } from 'node:crypto';

// A multiple of 3, so that every piece is whole base64 without padding: 4 MiB of text.
const pieceBytes = 3 * 2 ** 20;

/** @param {Buffer | string} content @returns {string} lower-case hexadecimal */
export function sha256Of(content) {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * @param {string} stem of the scripts' names: `stem.js`, or `stem-0.js`, `stem-1.js`, ... when there are several
 * @param {Buffer} content
 * @returns {{ name: string, content: string }[]} base64
 */
export function pieceFiles(stem, content) {
  const count = Math.max(1, Math.ceil(content.length / pieceBytes));
  return Array.from({ length: count }, (_, index) => {
    const name = count === 1 ? `${stem}.js` : `${stem}-${index}.js`;
    return textPiece(
      name,
      content.toString('base64', index * pieceBytes, (index + 1) * pieceBytes),
    );
  });
}

/** @returns {{ name: string, content: string }} a script that leaves `text` under its own name */
export function textPiece(name, text) {
  return {
    name,
    content: `(globalThis.glanceOffline ??= {})[${JSON.stringify(name)}] = ${JSON.stringify(text)};\n`,
  };
}
