// The sentence about pictures that came, or did not.
import { sentenceOf } from '../strings/strings.ts';

/**
 * @param {import('../state/inputs.ts').Notice | null} notice
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {string} empty when there is nothing to say
 */
export function noticeText(notice, strings) {
  return notice ? sentences[notice.kind](notice, strings) : '';
}

const sentences = {
  searching: ({ folder }, strings) => strings.searching(folder),
  folder: ({ folder, pictures, others, unreadable }, strings) =>
    strings.sentences(
      pictures > 0 && strings.fromFolder(folder, pictures, others),
      pictures === 0 &&
        (others > 0 || unreadable.length === 0) &&
        strings.emptyFolder(folder, others),
      unreadable.length > 0 && strings.unreadableInFolder(unreadable),
    ),
  nothingToPaste: (_notice, strings) => strings.nothingToPaste,
  pasteRefused: (_notice, strings) => strings.pasteRefused,
  sampleFailed: ({ failure }, strings) =>
    strings.sentences(strings.sampleFailed, sentenceOf(failure, strings)),
};
