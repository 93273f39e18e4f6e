// Generated parts of a document, between two lines of comment; what people wrote around them stays.

const opening = (name) => `<!-- ${name}: written by \`make bench\` -->`;
const closing = (name) => `<!-- ${name}: end -->`;

/** `document` with the part of that name replaced, or appended when the document has no such part yet. */
export function replacePart(document, name, text) {
  const part = `${opening(name)}\n${text.trim()}\n${closing(name)}`;
  const [start, end] = [document.indexOf(opening(name)), document.indexOf(closing(name))];
  if (start === -1 && end === -1) return `${document.trimEnd()}\n\n${part}\n`;
  if (start === -1 || end < start) throw new Error(`the part '${name}' has no beginning or no end`);
  return document.slice(0, start) + part + document.slice(end + closing(name).length);
}
