// The worker: answers a start once and then any number of pictures, lessons and searches, one message at a time (messages.ts).
import { GlanceError, UnsupportedFormatError, messageOf } from '../shared/errors.ts';
import { classify } from './classify.ts';
import { isThread } from './core.ts';
import { findDuplicates, findSimilar } from './likeness.ts';
import type { Failure, PrepareRequest, Reply, StartRequest, WorkerRequest } from './messages.ts';
import type { Progress } from '../shared/results.ts';
import { prepare, start } from './start.ts';
import { evaluate, teach } from './teach.ts';
import { IdleTime, warmUp } from './warm_up.ts';
import type { Running } from './warm_up.ts';

declare const self: DedicatedWorkerGlobalScope;

const aliveEveryMs = 1000;
const progressEveryMs = 50;
let running: (Running & { readonly idle: IdleTime }) | undefined;

async function answer({ data }: MessageEvent<WorkerRequest | PrepareRequest>): Promise<void> {
  try {
    if (data.type === 'prepareCore' || data.type === 'prepareModel') answerPrepare(data);
    else if (data.type === 'start') await answerStart(data);
    else await answerStarted(data);
  } catch (error) {
    send(failureOf(error));
  }
}

function answerPrepare(request: PrepareRequest): void {
  prepare(request);
  send({ alive: true });
}

async function answerStart(request: StartRequest): Promise<void> {
  send({ alive: true }); // its first sign may have come before anybody listened
  const sign = setInterval(() => send({ alive: true }), aliveEveryMs);
  const onProgress = seldom((progress) => send({ progress }));
  const { core, classifier, started } = await start(request, onProgress).finally(() =>
    clearInterval(sign),
  );
  running = { core, classifier, backend: started.backend, idle: new IdleTime() };
  send({ ok: true, value: started }, Object.values(started.kept));
  warmUp(running).catch(reportCrash);
}

async function answerStarted(request: Exclude<WorkerRequest, StartRequest>): Promise<void> {
  if (!running) throw new Error('a request came before the start');
  try {
    send({ ok: true, value: await answerOf(running, request) });
  } finally {
    running.idle.pictureAnswered();
  }
}

function answerOf(running: Running, request: Exclude<WorkerRequest, StartRequest>) {
  switch (request.type) {
    case 'classify':
      return classify(running, request.picture, request.options);
    case 'teach':
      return teach(request, (progress) => send({ progress }));
    case 'evaluate':
      return evaluate(request);
    case 'duplicates':
      return findDuplicates(request);
    case 'similar':
      return findSimilar(request);
  }
}

// How far something has arrived is told so often that a person sees it move, not with every piece: each message costs the page time.
function seldom(tell: (progress: Progress) => void): (progress: Progress) => void {
  const nextMs = new Map<string, number>(); // by file
  return (progress) => {
    const { status, file } = progress;
    const nowMs = performance.now();
    if (status === 'loading' && nowMs < (nextMs.get(file) ?? 0)) return;
    nextMs.set(file, nowMs + progressEveryMs);
    tell(progress);
  };
}

// The library takes every failure for the answer to its request, so a refusal of the warm-up is not sent. It harms nothing.
function reportCrash(error: unknown): void {
  if (!(error instanceof GlanceError)) send(failureOf(error));
}

// Anything but a GlanceError leaves the core in an unknown state: the library then ends this worker.
function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  if (!(error instanceof GlanceError)) return { ok: false, code: 'worker/crashed', message };
  const { code } = error;
  if (!(error instanceof UnsupportedFormatError)) return { ok: false, code, message };
  const { format, forBrowser } = error;
  return { ok: false, code, message, format, forBrowser };
}

function send(reply: Reply, transfer: Transferable[] = []): void {
  self.postMessage(reply, transfer);
}

if (!isThread) {
  self.onmessage = answer;
  send({ arrived: true });
}
