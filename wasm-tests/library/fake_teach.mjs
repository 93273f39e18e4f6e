// Teaching, with the interface of src/bindings/glance_teach.cc and glance_likeness.cc, on what fake_core.mjs says: it knows for each
// class the label that came with it first, and pictures of one class are the same. Labels that begin with an order ("hang", "trap", "refuse CODE TEXT", "wait 50", "grow") are obeyed before that.
import { FakeHeap, obey } from './fake_core.mjs';

export default async function createGlanceTeach({ instantiateWasm }) {
  await new Promise((resolve) => instantiateWasm({}, resolve));
  return new FakeTeach();
}

class FakeTeach extends FakeHeap {
  teach(fileAddress, fileByteCount, address, byteCount, labels, options, onProgress) {
    const base = this.HEAPU8.slice(fileAddress, fileAddress + fileByteCount);
    if (!new TextDecoder().decode(base).includes('glance'))
      return { ok: false, code: 'model/not-safetensors', message: 'not a weight file' };
    onProgress(0);
    for (const label of labels) {
      const words = label.split(' ');
      if (!['hang', 'trap', 'refuse', 'wait', 'grow'].includes(words[0])) continue;
      const done = obey(this, [...words, 'see', '0'], {});
      if (!done.ok) return done;
    }
    onProgress(0.5);
    const known = new Map();
    const doubtful = [];
    classesAt(this, address, byteCount).forEach((index, picture) => {
      const label = labels[picture];
      if (!known.has(index)) known.set(index, label);
      const predicted = known.get(index);
      if (predicted !== label) doubtful.push({ picture, label, predicted, score: 1 });
    });
    onProgress(1);
    const lesson = {
      pictures: labels.length,
      mistakes: doubtful,
      doubtful,
      warnings: [],
      ...options,
    };
    return {
      ok: true,
      lesson: JSON.stringify(lesson),
      weights: new TextEncoder().encode(JSON.stringify([...known])),
    };
  }

  release() {}

  findDuplicates(...blocks) {
    const count = blocks.pop();
    const classes = picturesAt(this, blocks, count);
    if (classes.includes(2)) throw new Error('trap');
    if (classes.includes(3)) return { ok: false, code: 'call/bad-argument', message: 'no 3' };
    const pictures = classes.flatMap((index, i) => (index === 1 ? [i] : []));
    return { ok: true, groups: [{ kind: 'same', pictures, keep: pictures[0] }] };
  }

  findSimilar(...blocks) {
    const [topK, count] = [blocks.pop(), blocks.pop()];
    const [wanted, ...others] = picturesAt(this, blocks, count);
    const all = others.map((index, picture) => ({ picture, similarity: Number(index === wanted) }));
    all.sort((a, b) => b.similarity - a.similarity || a.picture - b.picture);
    return { ok: true, neighbours: all.slice(0, topK) };
  }

  evaluateTaught(fileAddress, fileByteCount, address, byteCount, labels) {
    const file = this.HEAPU8.slice(fileAddress, fileAddress + fileByteCount);
    const known = new Map(JSON.parse(new TextDecoder().decode(file)));
    const seen = classesAt(this, address, byteCount).map((index) => known.get(index));
    const stranger = labels.find((label) => ![...known.values()].includes(label));
    if (stranger) return { ok: false, code: 'call/bad-argument', message: stranger };
    const right = labels.filter((label, i) => seen[i] === label).length;
    const unknown = seen.filter((label) => label === undefined).length;
    return {
      ok: true,
      evaluation: JSON.stringify({ pictures: labels.length, right, unknown }),
    };
  }
}

// For each picture its class, by its embedding and by its fingerprint (1, class).
function picturesAt(core, blocks, count) {
  const [address, byteCount, fingerprints, fingerprintsByteCount] = blocks;
  const bytes = core.HEAPU8.slice(fingerprints, fingerprints + fingerprintsByteCount);
  const classes = classesAt(core, address, byteCount);
  if (classes.length !== count || bytes.length !== 2 * count) throw new Error('other counts');
  if (classes.some((index, i) => bytes[2 * i + 1] !== index)) throw new Error('mixed up');
  return classes;
}

// The class that each embedding of a block is of.
function classesAt(core, address, byteCount) {
  const values = new Float32Array(core.HEAPU8.slice(address, address + byteCount).buffer);
  return Array.from({ length: values.length / 4 }, (_, i) =>
    values.subarray(4 * i, 4 * i + 4).indexOf(1),
  );
}
