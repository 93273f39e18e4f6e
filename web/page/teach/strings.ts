// The texts of the place in the language of the page.
import type { Failure, Language } from '../state/state.ts';
import { languages, sentenceOf } from '../strings/strings.ts';
import { teachEn } from '../strings/teach.en.ts';
import { teachZh } from '../strings/teach.zh.ts';

export type TeachStrings = typeof teachEn;

export const teachLanguages: Readonly<Record<Language, TeachStrings>> = Object.freeze({
  en: teachEn,
  zh: teachZh,
});

/** What people are told about a failure: in the words of the place, or else in those of the page. */
export function failureSentence({ code }: Failure, language: Language): string {
  const { errors } = teachLanguages[language];
  return Object.hasOwn(errors, code)
    ? errors[code as keyof typeof errors]
    : sentenceOf({ code }, languages[language]);
}
