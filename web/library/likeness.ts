// Similar and duplicate pictures among many, from what classify said of them: a worker compares them, and nothing is kept.
import { GlanceError } from '../shared/errors.ts';
import type { LikenessGroup, Neighbour } from '../shared/results.ts';
import type { Described as Packed, DuplicatesRequest, SimilarRequest } from '../worker/messages.ts';
import { PooledClassifier } from './classifier.ts';
import { askModule } from './module_request.ts';
import { requireOptions } from './options.ts';
import type { Kind } from './options.ts';
import type { Classifier, Described, DuplicatesOptions, SimilarOptions } from './types.ts';

const ofDuplicates: Readonly<Record<keyof DuplicatesOptions, Kind>> = { signal: 'signal' };
const ofSimilar: Readonly<Record<keyof SimilarOptions, Kind>> = {
  topK: 'number',
  signal: 'signal',
};

/**
 * Finds pictures that are there twice or more: of the same size, resized, or edited (cropped, turned, mirrored, brightened). Then
 * series of one scene, of kind `similar`. A picture is in at most one group of each sort.
 *
 * ```js
 * const wanted = { embedding: true, fingerprint: true };
 * const results = await Promise.all(files.map((file) => classifier.classify(file, wanted)));
 * for (const { kind, pictures, keep } of await findDuplicates(classifier, results)) {
 *   // 'resized', [3, 8], 8: files[8] is the larger one
 * }
 * ```
 *
 * Rejects with AbortError, or with a GlanceError of one of the codes `call/bad-argument`, `call/closed`, `asset/*`,
 * `memory/exhausted`, `worker/crashed`.
 */
export async function findDuplicates(
  classifier: Classifier,
  results: Iterable<Described>,
  options: DuplicatesOptions = {},
): Promise<LikenessGroup[]> {
  requireOptions(options, ofDuplicates, 'findDuplicates');
  const pooled = checkedClassifier(classifier, 'findDuplicates');
  const checked = checkedResults(pooled, [...results]);
  const { groups } = await askModule<DuplicatesRequest>(
    pooled,
    ({ program }) => handedOver({ type: 'duplicates', program, pictures: packed(checked) }),
    {},
    options.signal,
  );
  return groups;
}

/**
 * The pictures of `results` that are most similar to another one, best first: those whose embeddings are at the smallest angle to
 * its own. Rejects as `findDuplicates` does.
 */
export async function findSimilar(
  classifier: Classifier,
  to: Described,
  results: Iterable<Described>,
  options: SimilarOptions = {},
): Promise<Neighbour[]> {
  requireOptions(options, ofSimilar, 'findSimilar');
  const pooled = checkedClassifier(classifier, 'findSimilar');
  const checked = checkedResults(pooled, [to, ...results]);
  const { topK = 5, signal } = options;
  if (!Number.isInteger(topK) || topK < 1) throw refusal(`topK is ${topK}, want at least 1`);
  const { neighbours } = await askModule<SimilarRequest>(
    pooled,
    ({ program }) => {
      const most = Math.min(topK, checked.length);
      return handedOver({ type: 'similar', program, pictures: packed(checked), topK: most });
    },
    {},
    signal,
  );
  return neighbours;
}

function checkedClassifier(classifier: Classifier, call: string): PooledClassifier {
  if (classifier instanceof PooledClassifier) return classifier;
  throw refusal(`${call} takes a classifier of createClassifier`);
}

function checkedResults({ model }: PooledClassifier, results: Described[]): Required<Described>[] {
  const lengths = new Set<number>();
  for (const result of results) {
    const { embedding, fingerprint } = result ?? {};
    if (!embedding || !fingerprint)
      throw refusal('a result has no embedding or no fingerprint; ask classify for both');
    if (embedding.length !== model.embeddingSize)
      throw refusal(
        `an embedding has ${embedding.length} numbers; this network's have ${model.embeddingSize}`,
      );
    lengths.add(fingerprint.length);
  }
  if (lengths.size > 1) throw refusal('fingerprints of different versions: make them anew');
  return results as Required<Described>[];
}

function packed(results: Required<Described>[]): Packed {
  const [first] = results;
  const [size, byteCount] = [first?.embedding.length ?? 0, first?.fingerprint.length ?? 0];
  const embeddings = new Float32Array(results.length * size);
  const fingerprints = new Uint8Array(results.length * byteCount);
  results.forEach(({ embedding, fingerprint }, i) => {
    embeddings.set(embedding, i * size);
    fingerprints.set(fingerprint, i * byteCount);
  });
  return { embeddings, fingerprints, count: results.length };
}

function handedOver<Request extends DuplicatesRequest | SimilarRequest>(request: Request) {
  const { embeddings, fingerprints } = request.pictures;
  return { request, transfer: [embeddings.buffer, fingerprints.buffer] };
}

function refusal(message: string): GlanceError {
  return new GlanceError('call/bad-argument', message);
}
