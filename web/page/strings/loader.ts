// Loads the texts of languages other than English. Each language has a classic script, which a page from disk may run too, so
// that nobody loads a language without reading it.
import { GlanceError } from '../../shared/errors.ts';
import { trustScript, trustedScriptUrl } from '../../shared/trusted_url.ts';
import type { Language } from '../state/state.ts';
import { languages, type Strings } from './strings.ts';

export interface TextsFile {
  readonly name: string;
  readonly sha256: string;
}

/** Loads a language, once. Rejects with asset/unreachable; the next call tries again. */
export type LoadTexts = (language: Language) => Promise<void>;

/**
 * @param folder of the page
 * @param files the scripts, by language
 */
export function textsLoader(
  folder: URL,
  files: Readonly<Partial<Record<Language, TextsFile>>>,
): LoadTexts {
  const loading: Partial<Record<Language, Promise<void>>> = {};
  return (language) => {
    const file = files[language];
    if (!file) return Promise.resolve();
    return (loading[language] ??= load(folder, file, language).catch((error: unknown) => {
      delete loading[language];
      throw error;
    }));
  };
}

async function load(folder: URL, file: TextsFile, language: Language): Promise<void> {
  await loadScript(folder, file);
  const { glanceTexts } = globalThis as { glanceTexts?: Partial<Record<Language, Strings>> };
  languages[language] = glanceTexts?.[language] ?? languages[language];
}

/**
 * Loads a part of the page that has a script of its own. Rejects with asset/unreachable.
 * @param share makes the modules of app.js known, which the script takes
 * @param name under which the script leaves its entry in `globalThis`
 */
export async function loadPart<Entry>(
  folder: URL,
  script: TextsFile,
  share: () => void,
  name: string,
): Promise<Entry> {
  share();
  await loadScript(folder, script);
  return (globalThis as unknown as Record<string, Entry>)[name]!;
}

/** Runs a script of the release, which a page from disk may do too. Rejects with asset/unreachable. */
export async function loadScript(folder: URL, { name, sha256 }: TextsFile): Promise<void> {
  const url = new URL(name, folder);
  // From a server the hash keeps the script of an older release out.
  if (folder.protocol !== 'file:') url.searchParams.set('v', sha256.slice(0, 16));
  trustScript(url);
  const script = document.createElement('script');
  try {
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      script.src = trustedScriptUrl(url);
      document.head.append(script);
    });
  } catch {
    throw new GlanceError('asset/unreachable', `${name} is not beside the page`);
  } finally {
    script.remove();
  }
}
