// What Chromium's camera shows in the tests: a film of coffee.png.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { samplePath } from './glance_page.mjs';
import { python } from './places.mjs';

export const needsFilm = [[python, 'tools/setup']];

/** Writes the film, unless what it is made from is missing. @param {string} folder @returns {string} its path */
export function writeFilm(folder) {
  const film = join(folder, 'coffee.y4m');
  const script = fileURLToPath(new URL('picture_to_y4m.py', import.meta.url));
  const picture = samplePath('coffee.png');
  if (existsSync(python) && existsSync(picture))
    execFileSync(fileURLToPath(python), [script, picture, film]);
  return film;
}
