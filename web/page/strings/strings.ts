// The languages of the page, and the sentences that are the same in all of it.
import { en } from './en.ts';

/** The texts of one language. The compiler checks that every language has the same keys. */
export type Strings = typeof en;

/** English is part of the page's script; other languages have English texts until loader.ts has loaded theirs. */
export const languages: Record<'en' | 'zh', Strings> = { en, zh: en };

/** What each language calls itself. */
export const languageNames = Object.freeze([
  { code: 'en', lang: 'en', name: 'English' },
  { code: 'zh', lang: 'zh-CN', name: '中文' },
] as const);

/**
 * @param preferred such as navigator.languages
 * @returns the first of them that the page has
 */
export function chooseLanguage(preferred: readonly string[]): keyof typeof languages {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

function isLanguage(tag: string): tag is keyof typeof languages {
  return Object.hasOwn(languages, tag);
}

/** What people are told about a failure. Its message is shown beside it. */
export function sentenceOf({ code }: { readonly code: string }, strings: Strings): string {
  const { errors } = strings;
  return Object.hasOwn(errors, code) ? errors[code as keyof typeof errors] : strings.otherError;
}

/** What the core runs on, and why. */
export function backendText(
  backend: Parameters<Strings['backend']>[0] & { readonly reasons: readonly string[] },
  strings: Strings,
): string {
  const reasons: Readonly<Record<string, string>> = strings.backendReasons;
  return strings.sentences(
    strings.runs(strings.backend(backend)),
    ...backend.reasons.map((reason) => reasons[reason]),
  );
}
