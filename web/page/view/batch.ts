// The line above the pictures: how many are done, and the buttons that concern all of them.
import { stalePictures, batchOf, isBusy, retriablePictures } from '../state/pictures.ts';
import { phaseOf } from '../state/reduce.ts';
import { secondsLeft } from '../state/remaining_time.ts';
import { setText } from './set_text.ts';

export function renderBatch(state, strings) {
  const { settled, total } = batchOf(state);
  const counting = phaseOf(state) === 'busy' && total > 1;
  document.documentElement.dataset.batch = counting ? 'running' : 'none';
  document.getElementById('results').hidden = state.pictures.length === 0;
  document.getElementById('batch').hidden = !counting;
  document.getElementById('cancel').hidden = !isBusy(state);
  document.getElementById('clear').hidden = isBusy(state);
  setText(document.getElementById('batch-count'), progressText(state, settled, total, strings));
  const bar = document.getElementById('batch-progress');
  bar.max = Math.max(total, 1);
  bar.value = settled;
  renderAgain(state, strings);
  renderRetry(state, strings);
}

function progressText(state, settled, total, strings) {
  const seconds = secondsLeft(state);
  return seconds === null
    ? strings.batch(settled, total)
    : strings.batchAndLeft(settled, total, seconds);
}

function renderRetry(state, strings) {
  const button = document.getElementById('retry-many');
  const { length: count } = isBusy(state) || !state.model ? [] : retriablePictures(state);
  button.hidden = count === 0;
  if (count > 0) setText(button, strings.retryMany(count));
}

// Answers of another model than the one in use, and the button that asks this one.
function renderAgain(state, strings) {
  const { length: count } = isBusy(state) || !state.model ? [] : stalePictures(state);
  document.getElementById('stale').hidden = count === 0;
  if (count === 0) return;
  document.getElementById('stale-count').textContent = strings.stale(count);
  document.getElementById('again').textContent = strings.again(state.model.name);
}
