// XMP sidecars: small files beside pictures, from which photo managers read keywords. Labels and names may come from strangers:
// labels are escaped, and names made safe for every system that may unpack them.

/** The keywords of a picture. */
export interface Keywords {
  /** Name of the picture, or its path. */
  readonly file: string;
  /** From the widest group to the answer, such as animal, dog, beagle. */
  readonly path: readonly string[];
}

export interface Sidecar {
  /** Its path in the archive. */
  readonly name: string;
  readonly text: string;
}

/** One for each picture, in the same order. No two have the same name, whatever the case. */
export function sidecarsOf(pictures: readonly Keywords[]): Sidecar[] {
  const taken = new Set<string>();
  return pictures.map(({ file, path }) => ({
    name: freeName(safePath(file), taken),
    text: xmpOf(path),
  }));
}

// The same bytes as `glance tag` writes (src/xmp/).
function xmpOf(path: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Glance">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/">
   <dc:subject>${bagOf([...new Set(path)])}</dc:subject>
   <lr:hierarchicalSubject>${bagOf([path.map(withoutBar).join('|')])}</lr:hierarchicalSubject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;
}

// A bar stands between a group and what lies in it.
function withoutBar(keyword: string): string {
  return keyword.replaceAll('|', '/');
}

function bagOf(keywords: readonly string[]): string {
  const items = keywords.map((keyword) => `\n     <rdf:li>${escaped(keyword)}</rdf:li>`);
  return `\n    <rdf:Bag>${items.join('')}\n    </rdf:Bag>\n   `;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

// What XML 1.0 cannot hold, escaped or not, becomes a space.
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')
    .replace(/[&<>]/g, (character) => entities[character]!);
}

const longestPart = 200; // bytes; file systems take 255, with what is put behind it

// Relative, without steps upwards, and without characters or names that a system keeps for itself.
function safePath(file: string): string[] {
  const parts = file.split(/[/\\]/).filter((part) => !['', '.', '..'].includes(part));
  return parts.length > 0 ? parts.map(safePart) : ['picture'];
}

function safePart(part: string): string {
  const plain = part
    .replace(/[\p{Cc}\p{Cs}<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '_')
    .replace(/[. ]$/, '_')
    .replace(/^(?=(con|prn|aux|nul|com\d|lpt\d)(\.|$))/i, '_');
  return shortened(plain);
}

function shortened(part: string): string {
  const [, stem, ending] = /^(.+?)(\.[^.]{1,8})?$/su.exec(part) as unknown as [
    string,
    string,
    string?,
  ];
  const characters = Array.from(stem);
  while (byteCount(characters.join('') + (ending ?? '')) > longestPart) characters.pop();
  return characters.join('') + (ending ?? '');
}

function byteCount(text: string): number {
  return new TextEncoder().encode(text).length;
}

function freeName(parts: readonly string[], taken: Set<string>): string {
  const path = parts.join('/');
  const [, stem, ending = ''] = /^(.+?)(\.[^./]*)?$/su.exec(path) as unknown as [
    string,
    string,
    string?,
  ];
  for (let number = 1; ; ++number) {
    const name = `${number === 1 ? path : `${stem} (${number})${ending}`}.xmp`;
    const key = name.normalize('NFC').toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return name;
  }
}
