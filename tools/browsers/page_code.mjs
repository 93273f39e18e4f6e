// Turns the arguments of `evaluate` and `drop` into JavaScript and JSON that every engine can run.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The text of one expression: `code` itself when it is text, or a call of the function with JSON arguments. */
export function expressionOf(code, args) {
  if (typeof code !== 'function') return code;
  return `(${code})(${args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(', ')})`;
}

/** Files of the disk as JSON values: name and base64 bytes. */
export function filesAsJson(paths) {
  return paths.map((path) => ({
    name: basename(path),
    base64: readFileSync(path).toString('base64'),
  }));
}

/** Runs in the page: dispatches the events of a drop, for engines that cannot drag from outside the page. */
export function dropInPage(selector, files) {
  const transfer = new DataTransfer();
  for (const { name, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const type =
      { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' }[name.split('.').pop()] ?? '';
    transfer.items.add(new File([bytes], name, { type }));
  }
  for (const type of ['dragenter', 'dragover', 'drop']) {
    const options = { bubbles: true, cancelable: true, dataTransfer: transfer };
    document.querySelector(selector).dispatchEvent(new DragEvent(type, options));
  }
}
