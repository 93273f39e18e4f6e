// The progress bar while wasm and weights load, and what is shown when they cannot be loaded.
import { phaseOf } from '../state/reduce.ts';

export function renderLoading(state, strings) {
  const phase = phaseOf(state);
  document.getElementById('loading').hidden = phase !== 'loading';
  document.getElementById('failure').hidden = phase !== 'error';
  if (phase === 'loading' && state.loading) renderProgress(state.loading, strings);
  document.getElementById('failure-detail').textContent = detailOf(state.failure);
}

function detailOf(failure) {
  return failure ? `${failure.message} (${failure.code})` : '';
}

function renderProgress({ loaded, total }, strings) {
  const bar = document.getElementById('load-progress');
  bar.max = total;
  bar.value = loaded;
  document.getElementById('load-bytes').textContent = strings.loadingBytes(loaded, total);
}
