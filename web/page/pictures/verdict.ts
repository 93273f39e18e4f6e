// What a picture is said to show, or that it is not sure. The cards, the table, the camera, the status, the saved files and the
// detail dialog all take their words from here.
import type { Language, Recognised } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';

export interface Verdict {
  readonly unknown: boolean;
  /** What is seen, such as "cat", or that it is not sure. */
  readonly word: string;
  /** How sure the word is, such as "91%"; empty when it is not sure. */
  readonly percent: string;
  /** The best guess of an answer that is not sure; empty otherwise. */
  readonly guess: string;
  /** All of it in one sentence. */
  readonly sentence: string;
}

export function verdictOf(
  { predictions: [best], answer }: Pick<Recognised, 'predictions' | 'answer'>,
  language: Language,
  strings: Strings,
): Verdict {
  if (answer.unknown) {
    const word = strings.notSure;
    const guess = best
      ? strings.bestGuess(best.labels[language] ?? '', strings.percent(best.score))
      : '';
    return { unknown: true, word, percent: '', guess, sentence: strings.doubt(word, guess) };
  }
  const word = answer.labels[language] ?? '';
  const percent = strings.percent(answer.score);
  return { unknown: false, word, percent, guess: '', sentence: strings.told(word, percent) };
}

/** Whether the answer is the best class, and not a group of several. */
export function isBestClass({
  answer,
  predictions: [best],
}: Pick<Recognised, 'predictions' | 'answer'>): boolean {
  return !answer.unknown && answer.index !== null && answer.index === best?.index;
}
