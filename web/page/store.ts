// Holds the state and tells the view about every new one.
import { reduce } from './state/state.ts';

/**
 * @param {import('./state/state.ts').State} initial
 * @param {(state: import('./state/state.ts').State) => void} show
 */
export function createStore(initial, show) {
  let state = initial;
  show(state);
  return {
    get state() {
      return state;
    },
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      show(state);
    },
  };
}
