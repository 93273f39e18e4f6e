// A core with the interface of src/bindings/glance_core.cc that does what a "picture" tells it to in words, so that
// tests can have crashes, hangs and refusals when they want them. It is bundled into a worker in place of the real one.
//   "see 3"          the best class is 3            "refuse CODE TEXT"   { ok: false, code, message }
//   "trap"           throws as a wasm trap does     "hang"               never comes back
//   "wait 50 see 3"  takes 50 ms                    "grow"               leaves a heap of 300 MiB
// What it sees is its embedding too: 1 at the class, 0 at the others.
const pageBytes = 65536;

/** With shared memory it refuses to start more than 8 other workers. */
export const mostOthers = 8;

export default async function createGlanceCore({ instantiateWasm, poolSize = 0 }) {
  if (poolSize > mostOthers) throw new RangeError('no shared memory');
  await new Promise((resolve) => instantiateWasm({}, resolve));
  return new FakeCore();
}

/** The memory of a core. */
export class FakeHeap {
  HEAPU8 = new Uint8Array(pageBytes);
  #end = 8;

  // Every block lies in a new heap, as after a growth: whoever kept an old view writes into the void.
  allocate(byteCount) {
    if (byteCount > 2 ** 20) return 0;
    const grown = new Uint8Array(
      this.HEAPU8.length + pageBytes * Math.ceil((byteCount + 1) / pageBytes),
    );
    grown.set(this.HEAPU8);
    this.HEAPU8 = grown;
    this.#end += byteCount + 8;
    return this.#end - byteCount;
  }
}

class FakeCore extends FakeHeap {
  version() {
    return '0.0.0-fake';
  }

  loadModel(address, byteCount, options) {
    const file = this.HEAPU8.slice(address, address + byteCount);
    const text = new TextDecoder().decode(file);
    if (!text.includes('glance'))
      return { ok: false, code: 'model/not-safetensors', message: 'not a weight file' };
    const document = JSON.parse(JSON.parse(text.slice(8)).__metadata__.glance);
    return { ok: true, classifier: new FakeClassifier(this, document, options) };
  }
}

class FakeClassifier {
  constructor(core, document, options) {
    this.core = core;
    this.document = document;
    this.options = options;
  }

  withThreads(threads) {
    return {
      ok: true,
      classifier: new FakeClassifier(this.core, this.document, { ...this.options, threads }),
    };
  }

  delete() {}

  describe() {
    return {
      name: this.document.name,
      architecture: '',
      license: 'MIT',
      source: { file: this.document.source.file },
      preprocessing: {
        ...this.document.preprocess,
        longer_side: 'floor',
        crop_offset: 'nearest',
      },
      inputHeight: 1,
      inputWidth: this.options.resolution ?? 1,
      classes: 4,
      embeddingSize: 4,
      taught: 'taught' in this.document,
    };
  }

  labels() {
    // As the core: the hierarchy of the classes is no language.
    const { groups: _, ...labels } = this.document.labels;
    return labels;
  }

  groups() {
    const { groups = [], ...labels } = this.document.labels;
    const classesOf = ({ id, classes = [] }) => {
      const below = groups.filter(({ parent }) => parent === id);
      return [...classes, ...below.flatMap(classesOf)].sort((a, b) => a - b);
    };
    return groups.map((group) => {
      const { id, name, parent = null } = group;
      const names = Object.fromEntries(Object.keys(labels).map((key) => [key, name[key]]));
      return { id, names, parent, classes: classesOf(group) };
    });
  }

  classifyEncoded(address, byteCount, options) {
    const words = new TextDecoder()
      .decode(this.core.HEAPU8.slice(address, address + byteCount))
      .split(' ');
    return obey(this.core, words, options);
  }

  // The first pixel's red is the class that is seen.
  classifyRgba(address, width, height, options) {
    return { ...seen(this.core.HEAPU8[address], options), width, height };
  }
}

export function obey(core, /** @type {string[]} */ [verb, ...rest], options) {
  const orders = {
    see: () => seen(Number(rest[0]), options),
    refuse: () => ({ ok: false, code: rest[0], message: rest.slice(1).join(' ') }),
    trap: () => {
      throw new WebAssembly.RuntimeError('unreachable');
    },
    hang: () => {
      for (;;);
    },
    wait: () => waited(Number(rest[0]), () => obey(core, rest.slice(1), options)),
    grow: () => {
      core.HEAPU8 = new Uint8Array(300 * 2 ** 20);
      return seen(0, options);
    },
    turned: () => ({ ...seen(0, options), notes: [{ code: 'note/turned', message: 'turned' }] }),
  };
  return orders[verb]();
}

function waited(ms, next) {
  const end = Date.now() + ms;
  while (Date.now() < end);
  return next();
}

function seen(
  index,
  { topK, language, heatmap = false, view, embedding, fingerprint, fit = 'crop', region },
) {
  const label = `${language} ${index}`;
  const predictions = [{ index, label, score: 1 }].slice(0, topK);
  const timings = { decode: 1, preprocess: 2, infer: 3, total: 6 };
  const answer = {
    ok: true,
    width: 1,
    height: 1,
    answer: { label, score: 1, index, group: null, unknown: false },
    predictions,
    timings,
    notes: [],
    entropy: 0,
  };
  answer.seen = boxOf(region ?? [0, 0, 1, 1]);
  if (heatmap !== false) {
    const pixels = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };
    const values = Float32Array.of(Number(heatmap));
    answer.heatmap = { width: 1, height: 1, values, colored: pixels, legend: pixels };
  }
  if (embedding) answer.embedding = Float32Array.from([0, 1, 2, 3], (i) => Number(i === index));
  if (fingerprint) answer.fingerprint = Uint8Array.of(1, index);
  if (view)
    answer.view = {
      width: 1,
      height: 2,
      rgb: Uint8Array.of(...[...fit].slice(0, 6).map((c) => c.charCodeAt(0))),
    };
  return answer;
}

function boxOf([x, y, width, height]) {
  return { x, y, width, height };
}
