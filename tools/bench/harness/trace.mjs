// What Chromium did while something ran, and which parts of it took longest.

const categories = [
  'blink.user_timing',
  'devtools.timeline',
  'v8',
  'v8.wasm',
  'toplevel',
  'disabled-by-default-v8.compile',
  'disabled-by-default-v8.wasm.detailed',
];
// They only say that a task ran; what ran in it has a name of its own.
const wrappers = /RunTask|mojo|OnHandleReady|^v8\.(run|callFunction)$|^FunctionCall$/;

/** @returns {Promise<{ result: any, events: any[] }>} the events of all processes during `work` */
export async function record(session, work) {
  const devtools = await session.page.context().newCDPSession(session.page);
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await devtools.send('Tracing.start', {
    traceConfig: { includedCategories: categories, recordMode: 'recordUntilFull' },
    transferMode: 'ReportEvents',
  });
  const result = await work();
  const ended = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await ended;
  await devtools.detach();
  return { result, events };
}

/**
 * The parts that took longest between two marks of the page, by thread and name, without what is inside them.
 * @param {any[]} events @param {string} from a mark of performance.mark @param {string} to
 * @returns {{ thread: string, name: string, ms: number }[]} longest first
 */
export function largestParts(events, from, to) {
  const end = events.findLast(({ name }) => name === to);
  const start = events.findLast(
    ({ name, pid, ts }) => name === from && pid === end.pid && ts < end.ts,
  );
  const threads = new Map(
    events
      .filter(({ name }) => name === 'thread_name')
      .map(({ pid, tid, args }) => [`${pid} ${tid}`, args.name]),
  );
  const sums = new Map();
  for (const [key, spans] of spansByThread(events, start.pid, start.ts, end.ts))
    for (const { name, ownMs } of ownTimes(spans)) {
      const part = `${threads.get(key) ?? '?'}: ${name}`;
      sums.set(part, (sums.get(part) ?? 0) + ownMs);
    }
  return [...sums]
    .map(([part, ms]) => {
      const [thread, name] = part.split(': ');
      return { thread, name, ms };
    })
    .sort((a, b) => b.ms - a.ms);
}

// The events of the page's process that have a duration, cut to the time between.
function spansByThread(events, pid, from, to) {
  const spans = new Map();
  for (const { ph, ts, dur, name, tid, ...event } of events) {
    if (ph !== 'X' || event.pid !== pid || wrappers.test(name)) continue;
    const [start, end] = [Math.max(ts, from), Math.min(ts + dur, to)];
    if (end <= start) continue;
    const key = `${pid} ${tid}`;
    if (!spans.has(key)) spans.set(key, []);
    spans.get(key).push({ name, start, end });
  }
  return spans;
}

// Events of a thread lie inside one another or beside one another.
function ownTimes(spans) {
  const open = [];
  const times = spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map((span) => {
      while (open.length > 0 && open.at(-1).end <= span.start) open.pop();
      const own = { name: span.name, end: span.end, ownMs: (span.end - span.start) / 1000 };
      if (open.length > 0) open.at(-1).ownMs -= own.ownMs;
      open.push(own);
      return own;
    });
  return times;
}
