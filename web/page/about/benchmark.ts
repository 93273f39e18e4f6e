// Measures how fast the model in use is here: inferences of one generated picture, one after the other, through the library
// as anybody calls it.
import type { Classifier } from '../../library/types.ts';
import { failureOf, type Measured } from '../state/state.ts';
import type { Store } from '../store.ts';
import { languages } from '../strings/strings.ts';

const warmUps = 5;
const runs = 30;
const side = 224;

/** @param classifierNow the one in use */
export function benchmarkActions(
  store: Store,
  classifierNow: () => Pick<Classifier, 'classify'> | null,
  { clipboard, userAgent }: Pick<Navigator, 'clipboard' | 'userAgent'>,
) {
  let controller: AbortController | null = null;

  async function startBenchmark(): Promise<void> {
    const classifier = classifierNow();
    const { model } = store.state;
    if (!classifier || !model) return;
    controller = new AbortController();
    store.dispatch({ type: 'benchmarkStarted', total: runs });
    const onRun = (done: number) => store.dispatch({ type: 'benchmarkProgressed', done });
    try {
      const how = { picture: madePicture(), warmUps, runs, signal: controller.signal, onRun };
      const measured = await measure(classifier, how);
      const { name, sha256, inputWidth, inputHeight } = model;
      store.dispatch({
        type: 'benchmarkDone',
        measured: { ...measured, model: { name, sha256, inputWidth, inputHeight } },
      });
    } catch (error) {
      const failure = failureOf(error);
      store.dispatch(
        wasCancelled(failure)
          ? { type: 'benchmarkCancelled' }
          : { type: 'benchmarkFailed', failure },
      );
    }
  }

  async function copyBenchmark(): Promise<void> {
    const { build, benchmark, language } = store.state;
    if (!build || !benchmark.measured) return;
    const text = languages[language].benchmarkReport(build.version, benchmark.measured, userAgent);
    try {
      await clipboard.writeText(text);
      store.dispatch({ type: 'benchmarkCopied', as: 'copied' });
    } catch {
      store.dispatch({ type: 'benchmarkCopied', as: 'shown' });
    }
  }

  return { startBenchmark, cancelBenchmark: () => controller?.abort(), copyBenchmark };
}

// By somebody, or because another model replaced the one that was measured.
function wasCancelled({ code }: { code: string }): boolean {
  return code === 'AbortError' || code === 'call/closed';
}

/** The same picture every time: colour gradients with noise. */
export function madePicture(
  make = (width: number, height: number): ImageData => new ImageData(width, height),
): ImageData {
  const picture = make(side, side);
  let random = 1;
  for (let i = 0; i < side * side; ++i) {
    random = (random * 1664525 + 1013904223) % 2 ** 32; // Numerical Recipes' generator
    const noise = (random / 2 ** 32) * 64;
    picture.data.set(
      [(i % side) * 0.75 + noise, Math.floor(i / side) * 0.75 + noise, 128 + noise, 255],
      4 * i,
    );
  }
  return picture;
}

/**
 * Rejects as classify() does.
 * @param how the first `warmUps` inferences do not count
 */
export async function measure(
  classifier: Pick<Classifier, 'classify'>,
  {
    picture,
    warmUps,
    runs,
    signal,
    onRun,
  }: {
    picture: ImageData;
    warmUps: number;
    runs: number;
    signal: AbortSignal;
    onRun: (done: number) => void;
  },
): Promise<Omit<Measured, 'model'>> {
  const timesMs: number[] = [];
  for (let left = warmUps + runs; ; --left) {
    const { timings, backend } = await classifier.classify(picture, { topK: 1, signal });
    if (left <= runs) timesMs.push(timings.infer);
    onRun(timesMs.length);
    if (left === 1) return { ...summaryOf(timesMs), runs, backend };
  }
}

/** The median, and the time that 95 % of the runs do not exceed (nearest rank). */
export function summaryOf(timesMs: readonly number[]): { medianMs: number; p95Ms: number } {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (rank: number) => sorted[rank] ?? NaN;
  const middle = sorted.length / 2;
  return {
    medianMs: (at(Math.ceil(middle) - 1) + at(Math.floor(middle))) / 2,
    p95Ms: at(Math.ceil(sorted.length * 0.95) - 1),
  };
}
