// Duplicates and similar pictures, by the module that teaches.
import { GlanceError } from '../shared/errors.ts';
import type {
  DuplicatesRequest,
  FoundDuplicates,
  FoundSimilar,
  SimilarRequest,
} from './messages.ts';
import { placeBoth, startModule } from './teach_module.ts';
import type { GlanceTeach } from './teach_module.ts';

/** Rejects with asset/*, backend/refused, call/bad-argument, memory/exhausted. */
export async function findDuplicates({
  program,
  pictures,
}: DuplicatesRequest): Promise<FoundDuplicates> {
  const module = await startModule(program);
  const answer = module.findDuplicates(...place(module, pictures), pictures.count);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  return { groups: answer.groups, heapBytes: module.HEAPU8.length };
}

/** Rejects with asset/*, backend/refused, call/bad-argument, memory/exhausted. */
export async function findSimilar({
  program,
  pictures,
  topK,
}: SimilarRequest): Promise<FoundSimilar> {
  const module = await startModule(program);
  const answer = module.findSimilar(...place(module, pictures), pictures.count, topK);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  return { neighbours: answer.neighbours, heapBytes: module.HEAPU8.length };
}

function place(module: GlanceTeach, { embeddings, fingerprints }: SimilarRequest['pictures']) {
  return placeBoth(module, new Uint8Array(embeddings.buffer), fingerprints);
}
