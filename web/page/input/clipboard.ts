// Pictures of the clipboard: those of a paste, and those that a button asks for.

/** @param {ClipboardEvent} event @returns {File[]} */
export function pastedFiles({ clipboardData }) {
  return [...(clipboardData?.files ?? [])];
}

/** Whether this browser gives pictures of the clipboard to a button. @param {Window & typeof globalThis} window */
export function offersPictures({ navigator, ClipboardItem }) {
  return (
    typeof navigator.clipboard?.read === 'function' &&
    (ClipboardItem?.supports?.('image/png') ?? true)
  );
}

/**
 * @param {Clipboard} clipboard
 * @param {(type: string) => string} nameOf gives a name for a picture, such as of `png`
 * @returns {Promise<File[]>} at most one of each item; rejects when it is not allowed
 */
export async function readClipboard(clipboard, nameOf) {
  const files = [];
  for (const item of await clipboard.read()) {
    const type = item.types.find((each) => each.startsWith('image/'));
    if (type)
      files.push(
        new File([await item.getType(type)], nameOf(type.slice('image/'.length).split('+')[0]), {
          type,
        }),
      );
  }
  return files;
}
