// Holds the state, and shows every new one.
import type { Event } from './state/events.ts';
import { reduce } from './state/reduce.ts';
import type { State } from './state/state.ts';

export interface Store {
  readonly state: State;
  dispatch(event: Event): void;
}

/** @param show is called with every new state */
export function createStore(initial: State, show: (state: State) => void): Store {
  let state = initial;
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
