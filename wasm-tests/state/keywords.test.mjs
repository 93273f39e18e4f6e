// The keywords of the pictures as XMP sidecars in a ZIP: what they say, and that neither labels nor names can break them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { keywordsOf } from '../../web/page/export/keywords.ts';
import { zipOf } from '../../web/page/export/keywords_worker.ts';
import { sidecarsOf } from '../../web/page/export/sidecars.ts';
import { recognised } from '../../web/page/state/predictions.ts';
import { cats } from './words.mjs';

const textOf = (path) => sidecarsOf([{ file: 'a.jpg', path }])[0]?.text ?? '';
const namesOf = (...files) =>
  sidecarsOf(files.map((file) => ({ file, path: ['cat'] }))).map(({ name }) => name);
const itemsOf = (text, property) => {
  const [, bag = ''] = new RegExp(`<${property}>([^]*)</${property}>`).exec(text) ?? [];
  return [...bag.matchAll(/<rdf:li>([^<]*)<\/rdf:li>/g)].map(([, item]) => item);
};

const pictureOf = (name, answer) => ({
  name,
  result: answer && {
    ...recognised(
      {
        predictions: [{ index: 4, label: '', score: 0.9 }],
        answer: { label: '', score: 0.9, index: null, group: null, unknown: false, ...answer },
      },
      cats,
    ),
  },
});

test('pictures with a named answer have keywords, from the widest group to the answer; others have none', () => {
  /** @type {any} */
  const pictures = [
    pictureOf('beagle.jpg', { index: 4 }),
    pictureOf('dog.jpg', { group: 'dog' }),
    pictureOf('unsure.jpg', { unknown: true }),
    pictureOf('failed.jpg', null),
  ];
  assert.deepEqual(keywordsOf({ pictures, language: 'en' }), [
    { file: 'beagle.jpg', path: ['animal', 'dog', 'hound', 'beagle'] },
    { file: 'dog.jpg', path: ['animal', 'dog'] },
  ]);
  assert.deepEqual(keywordsOf({ pictures, language: 'zh' })[0].path, [
    '动物',
    '狗',
    '猎犬',
    '比格犬',
  ]);
});

test('a sidecar has every keyword, and their hierarchy', () => {
  const text = textOf(['animal', 'dog', 'beagle']);
  assert.deepEqual(itemsOf(text, 'dc:subject'), ['animal', 'dog', 'beagle']);
  assert.deepEqual(itemsOf(text, 'lr:hierarchicalSubject'), ['animal|dog|beagle']);
});

// The native tests compare the command line's writer with the same file.
test('a sidecar of the page is that of the command line, byte by byte', () => {
  const golden = new URL('../../native-tests/fixtures/xmp/beagle.jpg.xmp', import.meta.url);
  assert.equal(textOf(['animal', 'dog', 'beagle']), readFileSync(golden, 'utf8'));
});

test('a keyword that stands in the path twice is written once', () => {
  assert.deepEqual(itemsOf(textOf(['fish', 'fish']), 'dc:subject'), ['fish']);
});

test('labels cannot break the XML or the hierarchy', () => {
  const text = textOf(['a|b', '</rdf:li><evil a="1">&', 'x\u0000\u000b\ud800\uffffy']);
  assert.deepEqual(itemsOf(text, 'lr:hierarchicalSubject'), [
    'a/b|&lt;/rdf:li&gt;&lt;evil a="1"&gt;&amp;|x    y',
  ]);
  assert.doesNotMatch(text, /<evil/);
});

for (const [file, name] of [
  ['photo.jpg', 'photo.jpg.xmp'],
  ['holiday/day 1/猫.jpg', 'holiday/day 1/猫.jpg.xmp'],
  ['../../etc/passwd', 'etc/passwd.xmp'],
  ['/root/a.jpg', 'root/a.jpg.xmp'],
  ['..\\..\\a.jpg', 'a.jpg.xmp'],
  ['C:\\pictures\\a.jpg', 'C_/pictures/a.jpg.xmp'],
  ['a<b>:"c|d?e*.jpg', 'a_b___c_d_e_.jpg.xmp'],
  ['tab\tnull\u0000.jpg', 'tab_null_.jpg.xmp'],
  ['gpj.\u202etxt', 'gpj._txt.xmp'],
  ['con', '_con.xmp'],
  ['aux.jpg', '_aux.jpg.xmp'],
  ['console.jpg', 'console.jpg.xmp'],
  ['end. /a.jpg', 'end._/a.jpg.xmp'],
  ['..', 'picture.xmp'],
  ['', 'picture.xmp'],
])
  test(`the sidecar of ${JSON.stringify(file)} is ${JSON.stringify(name)}`, () => {
    assert.deepEqual(namesOf(file), [name]);
  });

test('a name that is too long for a file system is shortened before its ending', () => {
  const [name = ''] = namesOf(`${'猫'.repeat(100)}.jpg`);
  assert.match(name, /^猫+\.jpg\.xmp$/);
  assert.ok(Buffer.byteLength(name) <= 204 && Buffer.byteLength(name) > 195);
});

test('no two sidecars have the same name, whatever the case and the way accents are written', () => {
  assert.deepEqual(
    namesOf('a.jpg', 'a.jpg', 'A.JPG', 'a (2).jpg', 'é.png', 'e\u0301.png', 'x/y', 'x/y'),
    [
      'a.jpg.xmp',
      'a (2).jpg.xmp',
      'A (3).JPG.xmp',
      'a (2) (2).jpg.xmp',
      'é.png.xmp',
      'e\u0301 (2).png.xmp',
      'x/y.xmp',
      'x/y (2).xmp',
    ],
  );
});

// The files of a ZIP that stores them, by its directory. Written for this test.
async function filesOf(blob) {
  const bytes = Buffer.from(await blob.arrayBuffer());
  const end = bytes.lastIndexOf('PK\x05\x06');
  const files = [];
  for (let at = bytes.readUInt32LE(end + 16); at < end;) {
    const [nameLength, extra, comment] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    );
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    assert.ok(bytes.readUInt16LE(at + 8) & 0x800, 'the name is marked as UTF-8');
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    files.push([name, bytes.toString('utf8', start, start + bytes.readUInt32LE(at + 24))]);
    at += 46 + nameLength + extra + comment;
  }
  assert.equal(files.length, bytes.readUInt16LE(end + 10));
  return files;
}

test('the ZIP holds every sidecar under its name', async () => {
  const pictures = [
    { file: '猫.jpg', path: ['animal', 'cat'] },
    { file: 'b.jpg', path: ['food'] },
  ];
  const blob = await zipOf(pictures, new Date(2026, 10, 30));
  assert.equal(blob.type, 'application/zip');
  assert.deepEqual(
    await filesOf(blob),
    sidecarsOf(pictures).map(({ name, text }) => [name, text]),
  );
});
