// The measurement in "About this build": its button, its progress, and what came out.
import { isBusy } from '../../state/pictures.ts';
import { sentenceOf } from '../../strings/strings.ts';
import { setText } from '../set_text.ts';

const place = (name) => document.getElementById(`benchmark-${name}`);

export function renderBenchmark(state, strings) {
  const { status, done, total } = state.benchmark;
  const cannot = !state.model || Boolean(state.loading) || isBusy(state);
  const running = status === 'running';
  renderButton(running, cannot, strings);
  place('running').hidden = !running;
  place('progress').max = Math.max(total, 1);
  place('progress').value = done;
  setText(place('count'), strings.benchmarkRunning(done, total));
  setText(place('outcome'), outcomeText(state, cannot, strings));
  renderMeasured(state, strings);
}

// One button for both, so that the focus stays.
function renderButton(running, cannot, strings) {
  const button = place('start');
  button.dataset.action = running ? 'cancelBenchmark' : 'startBenchmark';
  button.disabled = cannot && !running;
  setText(button, running ? strings.cancelBenchmark : strings.startBenchmark);
}

function outcomeText({ benchmark: { status, measured, failure } }, cannot, strings) {
  if (status === 'done') return strings.benchmarkDone(measured);
  if (status === 'failed') return strings.benchmarkFailed(sentenceOf(failure, strings));
  if (status === 'cancelled') return strings.benchmarkCancelled;
  return cannot && status === 'none' ? strings.benchmarkWaits : '';
}

function renderMeasured({ benchmark: { measured, copy }, build }, strings) {
  place('measured').hidden = !measured;
  if (!measured) return;
  setText(place('of'), strings.benchmarkOf(measured, strings.backend(measured.backend)));
  setText(place('copy'), copy === 'copied' ? strings.copied : strings.copyBenchmark);
  const text = place('text');
  const appears = text.hidden && copy === 'shown';
  text.hidden = copy !== 'shown';
  text.value = strings.benchmarkReport(build.version, measured, navigator.userAgent);
  if (appears) text.select();
}
