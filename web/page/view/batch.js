// The line above the pictures: how many are done, and the buttons that concern all of them.
import { againOf, batchOf, isBusy, phaseOf } from '../state.js';

export function renderBatch(state, strings) {
  const { settled, total } = batchOf(state);
  const counting = phaseOf(state) === 'busy' && total > 1;
  document.documentElement.dataset.batch = counting ? 'running' : 'none';
  document.getElementById('results').hidden = state.pictures.length === 0;
  document.getElementById('batch').hidden = !counting;
  document.getElementById('cancel').hidden = !isBusy(state);
  document.getElementById('clear').hidden = isBusy(state);
  document.getElementById('batch-count').textContent = strings.batch(settled, total);
  const bar = document.getElementById('batch-progress');
  bar.max = Math.max(total, 1);
  bar.value = settled;
  renderAgain(state, strings);
}

// Answers of another model than the one in use, and the button that asks this one.
function renderAgain(state, strings) {
  const { length: count } = isBusy(state) || !state.model ? [] : againOf(state);
  document.getElementById('stale').hidden = count === 0;
  if (count === 0) return;
  document.getElementById('stale-count').textContent = strings.stale(count);
  document.getElementById('again').textContent = strings.again(state.model.name);
}
