// The line above the pictures: how many are done, and the buttons that concern all of them.
import { batchOf, isBusy } from '../state.js';

export function renderBatch(state, strings) {
  const { settled, total } = batchOf(state);
  const busy = isBusy(state);
  document.getElementById('results').hidden = state.pictures.length === 0;
  document.getElementById('batch').hidden = !(busy && total > 1);
  document.getElementById('cancel').hidden = !busy;
  document.getElementById('clear').hidden = busy;
  const bar = document.getElementById('batch-progress');
  bar.max = Math.max(total, 1);
  bar.value = settled;
  document.getElementById('batch-count').textContent = strings.batch(settled, total);
}
