// The benchmark button: starts, cancels, and copies what came out.
import { failureOf } from '../state/state.ts';
import { languages } from '../strings/strings.ts';
import { madePicture, measure } from './measure.ts';

const warmUps = 5;
const runs = 30;

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {() => import('../../library/glance.ts').Classifier} classifierNow
 * @param {Navigator} navigator
 */
export function benchmarkActions(store, classifierNow, navigator) {
  let controller = null;

  async function startBenchmark() {
    controller = new AbortController();
    const { name, sha256, inputWidth, inputHeight } = store.state.model;
    store.dispatch({ type: 'benchmarkStarted', total: runs });
    const onRun = (done) => store.dispatch({ type: 'benchmarkProgressed', done });
    try {
      const how = { picture: madePicture(), warmUps, runs, signal: controller.signal, onRun };
      const measured = await measure(classifierNow(), how);
      store.dispatch({
        type: 'benchmarkDone',
        measured: { ...measured, model: { name, sha256, inputWidth, inputHeight } },
      });
    } catch (error) {
      store.dispatch(
        wasEnded(error)
          ? { type: 'benchmarkCancelled' }
          : { type: 'benchmarkFailed', failure: failureOf(error) },
      );
    }
  }

  async function copyBenchmark() {
    const { build, benchmark, language } = store.state;
    const text = languages[language].benchmarkReport(
      build.version,
      benchmark.measured,
      navigator.userAgent,
    );
    const write = async () => navigator.clipboard.writeText(text);
    store.dispatch({
      type: 'benchmarkCopied',
      as: await write().then(
        () => 'copied',
        () => 'shown',
      ),
    });
  }

  return { startBenchmark, copyBenchmark, cancelBenchmark: () => controller?.abort() };
}

// By somebody, or because another model took the place of the one that was measured.
function wasEnded({ name, code }) {
  return name === 'AbortError' || code === 'call/closed';
}
