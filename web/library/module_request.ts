// A request of the module that a worker reads when it is first needed (worker/teach_module.ts), in a worker of a classifier.
import { throwIfAborted } from '../shared/errors.ts';
import type { AnswerTo, ModuleRequest } from '../worker/messages.ts';
import { closedError, endWhenAborted, largestIdleHeapBytes } from './classifier.ts';
import type { PooledClassifier } from './classifier.ts';
import type { TeachingFiles } from './worker_files.ts';
import type { RequestOptions } from './worker_session.ts';

/**
 * Rejects with AbortError, asset/*, or what the worker refuses with.
 * @param requestOf makes what a worker is sent when it is its turn, and says what of it is handed over
 */
export function askModule<Request extends ModuleRequest>(
  { pool, options: pooled }: PooledClassifier,
  requestOf: (files: TeachingFiles) => { request: Request; transfer: Transferable[] },
  options: Omit<RequestOptions<Request>, 'transfer'>,
  signal: AbortSignal | undefined,
): Promise<AnswerTo<Request>> {
  return pool.run(async (worker) => {
    const stopListening = endWhenAborted(worker, signal, pooled.limits.abortGraceMs);
    try {
      const files = await pooled.teaching();
      throwIfAborted(signal);
      const { request, transfer } = requestOf(files);
      const answer = await worker.request(request, { ...options, transfer });
      if (answer.heapBytes > largestIdleHeapBytes) worker.end(closedError());
      return answer;
    } finally {
      stopListening();
    }
  }, signal);
}
