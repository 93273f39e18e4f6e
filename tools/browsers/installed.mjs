// Finds the programs and packages that drive a browser, or says in a sentence what is missing.
import { existsSync } from 'node:fs';

/** The first of `paths` that exists, or null. */
export function firstExisting(paths) {
  return paths.find((path) => existsSync(path)) ?? null;
}

/** Imports a package; null when it is not installed. Any other error is thrown. */
export async function loadPackage(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${name}'`)) return null;
    throw error;
  }
}

/** Null, or one sentence naming what is not there. `needs` is a list of [found, name, how to get it]. */
export function missingOf(needs) {
  const absent = needs.filter(([found]) => !found);
  return absent.length === 0
    ? null
    : absent.map(([, name, remedy]) => `${name} is not installed (${remedy})`).join('; ');
}
