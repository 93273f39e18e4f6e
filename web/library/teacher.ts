// Classes of one's own. The embeddings of the pictures are kept here, so that a worker that is lost takes none of them with it;
// a worker learns from all of them, which takes up to seconds, and gives back the weight file.
import { GlanceError, codeOf } from '../shared/errors.ts';
import { createPauses } from '../shared/pauses.ts';
import type { EvaluateRequest, Examples, TeachRequest } from '../worker/messages.ts';
import { PooledClassifier } from './classifier.ts';
import { askModule } from './module_request.ts';
import { requireOptions } from './options.ts';
import type { Kind } from './options.ts';
import type {
  Classifier,
  ClassifyOptions,
  Doubt,
  EvaluateOptions,
  Example,
  Lesson,
  TeachOptions,
  Teacher,
  TestResult,
} from './types.ts';

// The longest step between two words about progress takes a few seconds, with 10,000 pictures on a slow device.
const silenceMs = 60_000;

const ofTeach: Readonly<Record<keyof TeachOptions, Kind>> = {
  noneLabel: 'string',
  lost: 'number',
  signal: 'signal',
  onProgress: 'function',
};
const ofEvaluate: Readonly<Record<keyof EvaluateOptions, Kind>> = {
  signal: 'signal',
  onProgress: 'function',
};

interface Labelled {
  embedding: Float32Array;
  label: string;
}

/**
 * Teaches the network of a classifier classes of one's own, from some pictures of each, in seconds: it gets a new last layer.
 *
 * ```js
 * const teacher = createTeacher(classifier);
 * for (const file of oaks) await teacher.add(file, 'oak');
 * for (const file of beeches) await teacher.add(file, 'beech');
 * const { accuracy } = await teacher.teach(); // 0.93: of pictures that were hidden from it
 * const trees = await createClassifier({ model: teacher.export() });
 * ```
 *
 * Throws `call/bad-argument` for what `createClassifier` did not make. The teacher ends with the classifier.
 */
export function createTeacher(classifier: Classifier): Teacher {
  if (classifier instanceof PooledClassifier) return new PooledTeacher(classifier);
  throw refusal('createTeacher takes a classifier of createClassifier');
}

/** The same for the page, whose embeddings never change: it keeps those that are added without a copy. */
export function createFrugalTeacher(classifier: Classifier): Teacher {
  return new PooledTeacher(classifier as PooledClassifier, (embedding) => embedding);
}

class PooledTeacher implements Teacher {
  #classifier: PooledClassifier;
  #copy: (embedding: Float32Array) => Float32Array;
  #pictures = new Map<number, Labelled>();
  #nextPicture = 0;
  #nextLesson = 0;
  #taught: { lesson: number; weights: Uint8Array<ArrayBuffer> } | undefined;

  constructor(
    classifier: PooledClassifier,
    copy: (embedding: Float32Array) => Float32Array = (embedding) => embedding.slice(),
  ) {
    this.#classifier = classifier;
    this.#copy = copy;
  }

  get pictures(): number {
    return this.#pictures.size;
  }

  async add(picture: Example, label: string, options?: ClassifyOptions): Promise<number> {
    const labelled = await this.#labelled(picture, label, options);
    this.#pictures.set(this.#nextPicture, labelled);
    return this.#nextPicture++;
  }

  remove(picture: number): void {
    if (this.#pictures.delete(picture)) return;
    throw refusal(`there is no picture ${picture}`);
  }

  async teach(options: TeachOptions = {}): Promise<Lesson> {
    requireOptions(options, ofTeach, 'teach');
    const { signal, onProgress, noneLabel, lost } = options;
    const wanted = { noneLabel: noneLabel && wellFormed(noneLabel), lost };
    const pictures = [...this.#pictures.keys()];
    const number = this.#nextLesson++;
    const examples = [...this.#pictures.values()];
    const { lesson, weights } = await askModule<TeachRequest>(
      this.#classifier,
      async (files) =>
        handedOver({ type: 'teach', ...files, ...(await this.#packed(examples)), options: wanted }),
      { silenceMs, onProgress: (share) => signal?.aborted || onProgress?.(share) },
      signal,
    );
    // Of two that run side by side, the one that began later is the last.
    if (!this.#taught || this.#taught.lesson < number) this.#taught = { lesson: number, weights };
    const numbered = (doubts: Doubt[]) =>
      doubts.map((doubt) => ({ ...doubt, picture: pictures[doubt.picture]! }));
    const { mistakes, doubtful } = lesson;
    return { ...lesson, mistakes: numbered(mistakes), doubtful: numbered(doubtful) };
  }

  async evaluate(
    examples: Iterable<readonly [Example, string]>,
    options: EvaluateOptions = {},
  ): Promise<TestResult> {
    requireOptions(options, ofEvaluate, 'evaluate');
    const { signal } = options;
    const weights = this.export();
    const { read, unread } = await this.#readAll([...examples], options);
    const { evaluation } = await askModule<EvaluateRequest>(
      this.#classifier,
      async ({ program }) =>
        handedOver({ type: 'evaluate', program, weights, ...(await this.#packed(read)) }),
      {},
      signal,
    );
    return { ...evaluation, unread };
  }

  export(): Uint8Array<ArrayBuffer> {
    if (!this.#taught) throw refusal('nothing was taught yet: call teach first');
    return this.#taught.weights.slice();
  }

  async #labelled(picture: Example, label: string, options?: ClassifyOptions): Promise<Labelled> {
    if (typeof label !== 'string' || label === '')
      throw refusal('the label of a picture is a text that is not empty');
    const embedding = isEmbedding(picture)
      ? this.#checked(picture)
      : await this.#classifier.embed(picture, options);
    return { embedding, label: wellFormed(label) };
  }

  #checked(embedding: Float32Array): Float32Array {
    const { embeddingSize } = this.#classifier.model;
    if (embedding.length !== embeddingSize || !embedding.every(Number.isFinite)) {
      const got = `an embedding of ${embedding.length} numbers`;
      throw refusal(`${got}; this network's have ${embeddingSize}, all of them finite`);
    }
    return this.#copy(embedding);
  }

  // Reads pictures side by side, as many as the classifier does at once. Those that cannot be read are left out.
  async #readAll(
    examples: readonly (readonly [Example, string])[],
    { signal, onProgress }: EvaluateOptions,
  ): Promise<{ read: Labelled[]; unread: TestResult['unread'] }> {
    let done = 0;
    const reading = examples.map(async ([example, label], picture) => {
      try {
        return await this.#labelled(example, label, signal && { signal });
      } catch (error) {
        if (!isAboutPicture(error)) throw error;
        return { picture, error };
      } finally {
        if (!signal?.aborted) onProgress?.(++done / examples.length);
      }
    });
    const all = await Promise.all(reading);
    return {
      read: all.filter((each) => 'embedding' in each),
      unread: all.filter((each) => 'error' in each),
    };
  }

  // Of ten thousand pictures, that is 51 MB.
  async #packed(examples: readonly Labelled[]): Promise<{ examples: Examples }> {
    const { embeddingSize } = this.#classifier.model;
    const embeddings = new Float32Array(examples.length * embeddingSize);
    const pause = createPauses();
    for (const [i, { embedding }] of examples.entries()) {
      embeddings.set(embedding, i * embeddingSize);
      await pause();
    }
    return { examples: { embeddings, labels: examples.map(({ label }) => label) } };
  }
}

// With its embeddings as what is given away.
function handedOver<Request extends TeachRequest | EvaluateRequest>(request: Request) {
  return { request, transfer: [request.examples.embeddings.buffer] };
}

// Also of another frame.
function isEmbedding(example: Example): example is Float32Array {
  return Object.prototype.toString.call(example) === '[object Float32Array]';
}

// Half of a pair of surrogates is no character: UTF-8, and so the weight file, has none for it.
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function isAboutPicture(error: unknown): error is GlanceError {
  return error instanceof GlanceError && !codeOf(error)!.startsWith('call/');
}

function refusal(message: string): GlanceError {
  return new GlanceError('call/bad-argument', message);
}
