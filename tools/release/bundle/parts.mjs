// What the page is made of and under which licences: the rows of THIRD_PARTY.md that are about the page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const sections = [
  'Compiled into the command line and the WebAssembly core',
  "Bundled into the page's scripts",
  'Weights, labels, pictures',
];

/** @param {string} root of the checkout @returns {{ name: string, license: string }[]} */
export function readParts(root) {
  const text = readFileSync(join(root, 'THIRD_PARTY.md'), 'utf8');
  const parts = sections
    .flatMap((section) => rowsOf(text, section))
    .flatMap((row) => partOf(row) ?? []);
  if (parts.length === 0) throw new Error('THIRD_PARTY.md has no tables of parts');
  return parts;
}

function rowsOf(text, section) {
  const [, after] = text.split(`## ${section}\n`);
  if (after === undefined) throw new Error(`THIRD_PARTY.md has no section '${section}'`);
  const [header, , ...rows] = after
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf);
  return rows.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
}

const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

// Weights and labels are named by their package; pictures have their credit beside them.
function partOf({ what, from, licence, why = '' }) {
  if (why.includes('natively only')) return null;
  if (from === undefined)
    return { name: what.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'), license: licence };
  const [, name] = /`([^`]+)`/.exec(from) ?? [];
  return name && !/pictures/i.test(what) ? { name, license: licence } : null;
}
