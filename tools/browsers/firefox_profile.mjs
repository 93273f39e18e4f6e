// Profiles of Firefox, one a session. What it has compiled of its own scripts is kept in .cache from the first session for all
// others, which start in two thirds of the time; nothing else of a profile lives on.
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
const compiled = ['startupCache', 'compatibility.ini'];

// Another one for each version of Firefox.
function compiledFolder(executablePath) {
  return join(cache, `firefox-${statSync(executablePath).mtimeMs}`);
}

/** @returns {string} a new folder for `userDataDir` */
export function makeProfile(executablePath) {
  const profile = mkdtempSync(join(tmpdir(), 'glance-firefox-'));
  const folder = compiledFolder(executablePath);
  if (existsSync(folder)) cpSync(folder, profile, { recursive: true });
  return profile;
}

/** Once Firefox has ended well. */
export function keepCompiled(executablePath, profile) {
  const folder = compiledFolder(executablePath);
  if (existsSync(folder) || !compiled.every((name) => existsSync(join(profile, name)))) return;
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(`${folder}-`);
  try {
    for (const name of compiled) cpSync(join(profile, name), join(copy, name), { recursive: true });
    renameSync(copy, folder);
  } catch {
    rmSync(copy, { recursive: true }); // another session was first
  }
}

/** A Firefox that was killed may still be writing. */
export function removeProfile(profile) {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
