// What is in the dialog "About this build": what the page is and runs on, how fast it is here, what leaves the device, and its parts. The
// entry of glance-about.js.
import { Component, createRef, render } from 'preact';

import { isBusy } from '../state/pictures.ts';
import type { State } from '../state/state.ts';
import { languages, sentenceOf, type Strings } from '../strings/strings.ts';
import { benchmarkActions } from './benchmark.ts';
import type { AboutHost } from './door.ts';
import { aboutFacts, featuresHere } from './facts.ts';

// tools/release/bundle puts it in.
declare const GLANCE_MANIFEST: {
  readonly parts: readonly { readonly name: string; readonly license: string }[];
};

/** @returns what draws it anew, because the page has another state */
function drawAbout({ store, classifierNow }: AboutHost, element: HTMLElement): () => void {
  const actions = benchmarkActions(store, classifierNow, navigator);
  const draw = () => {
    const { state } = store;
    const strings = languages[state.language];
    render(<About {...{ state, strings, actions }} />, element);
  };
  element.textContent = '';
  draw();
  return draw;
}

Object.assign(globalThis, { glanceAbout: drawAbout });

function About({ state, strings, actions }: BenchmarkProps) {
  const { build } = state;
  return (
    <>
      <dl id="about-facts">
        {aboutFacts(state, featuresHere(window), strings).map(({ name, text, code }) => (
          <div>
            <dt>{name}</dt>
            <dd>{code ? <code class="hash">{text}</code> : text}</dd>
          </div>
        ))}
      </dl>
      <section>
        <h3>{strings.benchmark}</h3>
        <p class="soft">{strings.benchmarkHint}</p>
        <Benchmark {...{ state, strings, actions }} />
        <Measured {...{ state, strings, actions }} />
      </section>
      <section>
        <h3>{strings.leaves}</h3>
        <p>{strings.leavesNothing}</p>
        <p class="soft">{strings.policyHint}</p>
        <pre>
          <code id="policy" lang="en">
            {build?.policy.replaceAll('; ', ';\n')}
          </code>
        </pre>
      </section>
      <section>
        <h3>{strings.parts}</h3>
        <ul id="part-list">
          {GLANCE_MANIFEST.parts.map(({ name, license }) => (
            <li lang="en">
              {name} <span class="license">{license}</span>
            </li>
          ))}
        </ul>
        <p>
          <a href="LICENSES.txt">{strings.partLicenses}</a>
        </p>
      </section>
    </>
  );
}

type BenchmarkProps = {
  state: State;
  strings: Strings;
  actions: ReturnType<typeof benchmarkActions>;
};

// One button starts and cancels, so that it keeps the focus.
function Benchmark({ state, strings, actions }: BenchmarkProps) {
  const { status, done, total } = state.benchmark;
  const isRunning = status === 'running';
  const cannot = !state.model || Boolean(state.loading) || isBusy(state);
  return (
    <div class="benchmark">
      <button
        type="button"
        id="benchmark-start"
        class="button plain"
        data-action={isRunning ? 'cancelBenchmark' : 'startBenchmark'}
        disabled={cannot && !isRunning}
        onClick={isRunning ? actions.cancelBenchmark : actions.startBenchmark}
      >
        {isRunning ? strings.cancelBenchmark : strings.startBenchmark}
      </button>
      <div id="benchmark-running" hidden={!isRunning}>
        <progress
          id="benchmark-progress"
          aria-label={strings.benchmark}
          max={Math.max(total, 1)}
          value={done}
        />{' '}
        <span id="benchmark-count">{strings.benchmarkRunning(done, total)}</span>
      </div>
      <p id="benchmark-outcome" role="status">
        {outcomeText(state, cannot, strings)}
      </p>
    </div>
  );
}

function outcomeText({ benchmark }: State, cannot: boolean, strings: Strings) {
  const { status, measured, failure } = benchmark;
  if (status === 'done' && measured) return strings.benchmarkDone(measured);
  if (failure) return strings.benchmarkFailed(sentenceOf(failure, strings));
  if (status === 'cancelled') return strings.benchmarkCancelled;
  return cannot && status === 'none' ? strings.benchmarkWaits : '';
}

class Measured extends Component<BenchmarkProps> {
  private report = createRef<HTMLTextAreaElement>();

  override render({ state: { benchmark, build }, strings, actions }: BenchmarkProps) {
    const { measured, copy } = benchmark;
    if (!measured || !build) return <div id="benchmark-measured" hidden />;
    return (
      <div id="benchmark-measured">
        <p id="benchmark-of" class="soft">
          {strings.benchmarkOf(measured, strings.backend(measured.backend))}
        </p>
        <button
          type="button"
          id="benchmark-copy"
          class="quiet"
          data-action="copyBenchmark"
          onClick={actions.copyBenchmark}
        >
          {copy === 'copied' ? strings.copied : strings.copyBenchmark}
        </button>
        <textarea
          ref={this.report}
          id="benchmark-text"
          readOnly
          aria-label={strings.benchmarkText}
          hidden={copy !== 'shown'}
          value={strings.benchmarkReport(build.version, measured, navigator.userAgent)}
        />
      </div>
    );
  }

  override componentDidUpdate({ state }: BenchmarkProps) {
    const { copy } = this.props.state.benchmark;
    if (copy === 'shown' && copy !== state.benchmark.copy) this.report.current?.select();
  }
}
