// Makes a new Firefox profile for each session. Firefox's cache of its own compiled scripts is copied from the first session (it is
// kept in .cache), so that later ones start in two thirds of the time. Nothing else of a profile is kept.
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
const compiled = ['startupCache', 'compatibility.ini'];

// One folder a version of Firefox.
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

/** Keeps the compiled scripts for later sessions. Call it when Firefox has ended without an error. */
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

/** Deletes the profile; tries again, since a Firefox that was killed may still be writing. */
export function removeProfile(profile) {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
