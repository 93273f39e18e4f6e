// The sentence about pictures that were or were not found.
import type { Notice } from '../state/state.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';

/** Empty when there is nothing to say. */
export function noticeText(notice: Notice | null, strings: Strings): string {
  if (!notice) return '';
  switch (notice.kind) {
    case 'searching':
      return strings.searching(notice.folder);
    case 'folder':
      return folderText(notice, strings);
    case 'sampleFailed':
    case 'saveFailed':
    case 'languageFailed':
      return strings.sentences(strings[notice.kind], sentenceOf(notice.failure, strings));
    default:
      return strings[notice.kind];
  }
}

function folderText(
  { folder, pictures, others, unreadable }: Extract<Notice, { kind: 'folder' }>,
  strings: Strings,
): string {
  const isEmpty = pictures === 0 && (others > 0 || unreadable.length === 0);
  return strings.sentences(
    pictures > 0 && strings.fromFolder(folder, pictures, others),
    isEmpty && strings.emptyFolder(folder, others),
    unreadable.length > 0 && strings.unreadableInFolder(unreadable),
  );
}
