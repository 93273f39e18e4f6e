// The line above the pictures: how many are done, and the buttons that concern all of them.
import { batchOf, isBusy, phaseOf } from '../state.js';

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
}
