// The languages of the page.
import { en } from './en.ts';
import { zh } from './zh.ts';

export const languages = Object.freeze({ en, zh });

/**
 * @param {readonly string[]} preferred such as navigator.languages
 * @returns {'en' | 'zh'} the first that the page has
 */
export function chooseLanguage(preferred) {
  const primary = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return primary.find((tag) => Object.hasOwn(languages, tag)) ?? 'en';
}
