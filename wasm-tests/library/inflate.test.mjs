// gzip undone while it arrives: chunks of any size, damage of any kind, and never more than was agreed on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';

import { reportFault } from '../report_fault.mjs';
import { TooMuch, collect, sha256Hex } from '../../web/shared/bytes.ts';
import { DamagedGzip, inflate } from '../../web/shared/inflate.ts';
import { checkedBytes } from '../../web/shared/asset_bytes.ts';

const inflateOne = new URL('inflate_one.mjs', import.meta.url);
const content = Buffer.concat([Buffer.from('weights '.repeat(5000)), randomBytes(50_000)]);
const compressed = gzipSync(content, { level: 9 });

async function* inChunks(bytes, size) {
  for (let i = 0; i < bytes.length; i += size) yield Uint8Array.from(bytes.subarray(i, i + size));
}

const inflated = (bytes, size, limit = Infinity) =>
  collect(inflate(inChunks(bytes, size)), { limit });
const shipped = async (bytes, more) =>
  checkedBytes(
    {
      name: 'w',
      byteCount: compressed.length,
      inflatedByteCount: content.length,
      sha256: await sha256Hex(content),
      bytes: Uint8Array.from(bytes).buffer,
      ...more,
    },
    () => {},
  );

for (const size of [1000, compressed.length]) {
  test(`chunks of ${size} bytes give the content`, async () => {
    assert.ok(content.equals(await inflated(compressed, size)));
  });
}

test('chunks of a few bytes give the content', async () => {
  const few = content.subarray(39_900, 40_500);
  for (const size of [1, 2, 3, 5])
    assert.ok(few.equals(await inflated(gzipSync(few), size)), `${size}`);
});

test('nothing comes out of gzip of nothing', async () => {
  assert.equal((await inflated(gzipSync(''), 7)).length, 0);
});

test('cut anywhere, it is damaged', async () => {
  for (let length = 0; length < compressed.length; length += 997) {
    await assert.rejects(
      inflated(compressed.subarray(0, length), 4096),
      DamagedGzip,
      `${length} bytes`,
    );
  }
  await assert.rejects(inflated(compressed.subarray(0, -1), 4096), DamagedGzip);
});

test('one flipped bit anywhere after the header is found out', async () => {
  for (let i = 10; i < compressed.length; i += 1009) {
    const flipped = Buffer.from(compressed);
    flipped[i] ^= 4;
    await assert.rejects(inflated(flipped, 4096), DamagedGzip, `byte ${i}`);
  }
});

for (const [what, more] of /** @type {any[][]} */ ([
  ['zeros', Buffer.alloc(100)],
  ['one byte', Buffer.from('x')],
  ['a second file', gzipSync('more')],
])) {
  test(`${what} behind the end is damage`, async () => {
    for (const size of [1000, 10 ** 6])
      await assert.rejects(inflated(Buffer.concat([compressed, more]), size), DamagedGzip);
  });
}

test('a bomb is stopped as soon as more comes than the limit, and no more of it is asked for', async () => {
  const bomb = gzipSync(Buffer.alloc(2 ** 27));
  let asked = 0;
  let ended = false;
  async function* counted() {
    try {
      for await (const chunk of inChunks(bomb, 1000)) {
        asked += chunk.length;
        yield chunk;
      }
    } finally {
      ended = true;
    }
  }
  await assert.rejects(collect(inflate(counted()), { limit: 1_000_000 }), TooMuch);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(ended);
  assert.ok(asked < bomb.length / 4, `${asked} of ${bomb.length} bytes were read`);
});

test('what the source of the chunks rejects with comes through', async () => {
  async function* broken() {
    yield compressed.subarray(0, 1000);
    throw new RangeError('the network is gone');
  }
  await assert.rejects(collect(inflate(broken()), { limit: Infinity }), {
    message: 'the network is gone',
  });
});

test('shipped weights come out checked, compressed or already inflated by the browser', async () => {
  for (const bytes of [compressed, content]) assert.ok(content.equals(await shipped(bytes)));
});

test('shipped weights that are cut, longer, a bomb or others are asset/wrong-content', async () => {
  const others = Buffer.from(content);
  others[0] ^= 1;
  for (const wrong of [
    compressed.subarray(0, -5),
    content.subarray(0, -1),
    Buffer.concat([content, Buffer.alloc(1)]),
    gzipSync(Buffer.alloc(2 ** 24)),
    gzipSync(others),
    gzipSync(content.subarray(1)),
    Buffer.alloc(0),
    Buffer.of(0x1f, 0x8b),
  ]) {
    await assert.rejects(shipped(wrong), { code: 'asset/wrong-content' });
  }
});

test('damage is told although the rest never comes', { timeout: 5000 }, async () => {
  const stalling = async function* () {
    yield Uint8Array.from(compressed.subarray(0, 10));
    yield new Uint8Array(1000).fill(0xff);
    await new Promise(() => {});
  };
  await assert.rejects(collect(inflate(stalling()), { limit: Infinity }), DamagedGzip);
});

// A gzip file of `mebibytes` MiB of zeros, of which each MiB is the same block of deflate.
function bombOf(mebibytes, statedLength = mebibytes * 2 ** 20) {
  const block = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
  const end = Buffer.alloc(8);
  end.writeUInt32LE(statedLength % 2 ** 32, 4);
  const header = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
  return Buffer.concat([header, ...Array(mebibytes).fill(block), Buffer.of(3, 0), end]);
}

const ownFile = (bytes, more) =>
  checkedBytes({ name: 'own', bytes: Uint8Array.from(bytes).buffer, ...more }, () => {});

test('of a bomb in one chunk no more is inflated than a few pieces beyond what was read', async () => {
  const { DecompressionStream: Plain } = globalThis;
  let fed = 0;
  globalThis.DecompressionStream = /** @type {any} */ (
    class extends Plain {
      get writable() {
        const writer = super.writable.getWriter();
        const write = (chunk) => ((fed += chunk.length), writer.write(chunk));
        const counting = /** @type {any} */ ({
          write,
          close: () => writer.close(),
          abort: (why) => writer.abort(why),
        });
        return /** @type {any} */ ({ getWriter: () => counting });
      }
    }
  );
  const bomb = bombOf(4096);
  try {
    await assert.rejects(inflated(bomb, bomb.length, 2 ** 24), TooMuch);
  } finally {
    globalThis.DecompressionStream = Plain;
  }
  const most = (bomb.length / 4096) * (16 + 64);
  assert.ok(fed <= most, `${fed} of ${bomb.length} bytes were fed, at most ${most} may be`);
});

for (const [what, stated] of /** @type {[string, number | undefined][]} */ ([
  ['says so', undefined],
  ['says that it is small', 1000],
  ['says that it is as large as is allowed', 2 ** 30],
])) {
  test(`fault 37: weights that inflate to more than 1 GiB are model/too-large, and take at most 64 MiB more: one that ${what}`, async () => {
    const used = spawnSync(
      process.execPath,
      [...process.execArgv.filter((each) => each !== '--test'), fileURLToPath(inflateOne)],
      { input: bombOf(1100, stated), encoding: 'utf8', maxBuffer: 2 ** 20 },
    );
    const { code, mebibytes } = JSON.parse(used.stdout);
    assert.equal(code, 'model/too-large');
    assert.ok(mebibytes <= 1024 + 64, `${mebibytes} MiB`);
    reportFault(37, `1.1 MB that inflate to 1,100 MiB, and ${what}: ${mebibytes} MiB more memory`);
  });
}

test('weights that say too much or too little of themselves are cut short, not too large', async () => {
  for (const stated of [0, 1, 2 ** 20, 3 * 2 ** 20, 2 ** 31])
    await assert.rejects(ownFile(bombOf(2, stated)), { code: 'model/truncated' });
  assert.equal((await ownFile(gzipSync(content))).length, content.length);
});
