// A request of the module that a worker reads when it is first needed (worker/teach_module.ts), in a worker of a classifier.
import { throwIfAborted } from '../shared/errors.ts';
import type { AnswerTo, ModuleRequest } from '../worker/messages.ts';
import { closedError, endWhenAborted } from './classifier.ts';
import type { PooledClassifier } from './classifier.ts';
import type { TeachingFiles } from './worker_files.ts';
import type { RequestOptions } from './worker_session.ts';

interface Handed<Request> {
  request: Request;
  transfer: Transferable[];
}

// A worker whose heap grew beyond it, with some thousands of pictures, ends after its answer: a heap never shrinks, and what the
// worker was sent stays there, too.
const largestHeapBytes = 64 * 2 ** 20;

/**
 * Rejects with AbortError, asset/*, or what the worker refuses with.
 * @param requestOf makes what a worker is sent when it is its turn, and says what of it is handed over
 */
export function askModule<Request extends ModuleRequest>(
  { pool, options: pooled }: PooledClassifier,
  requestOf: (files: TeachingFiles) => Handed<Request> | Promise<Handed<Request>>,
  options: Omit<RequestOptions<Request>, 'transfer'>,
  signal: AbortSignal | undefined,
): Promise<AnswerTo<Request>> {
  return pool.run(async (worker) => {
    const stopListening = endWhenAborted(worker, signal, pooled.limits.abortGraceMs);
    try {
      const files = await pooled.teaching();
      throwIfAborted(signal);
      const { request, transfer } = await requestOf(files);
      throwIfAborted(signal);
      const answer = await worker.request(request, { ...options, transfer });
      if (answer.heapBytes > largestHeapBytes) worker.end(closedError());
      return answer;
    } finally {
      stopListening();
    }
  }, signal);
}
