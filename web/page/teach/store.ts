// Holds the state of the place, and tells every new one to those who follow it.
import { reduce } from './reduce.ts';
import { emptyRoom, type RoomEvent, type RoomState } from './state.ts';

export interface RoomStore {
  readonly state: RoomState;
  dispatch(event: RoomEvent): void;
  /** @param follower is called with every new state and the one before it */
  follow(follower: (state: RoomState, before: RoomState) => void): void;
}

// The ids that a tab gives lie this far from those of any other one.
const idsOfTab = 2 ** 20;

export function createRoomStore(): RoomStore {
  const [tab] = crypto.getRandomValues(new Uint32Array(1));
  let state: RoomState = Object.freeze({ ...emptyRoom, nextId: (tab! + 1) * idsOfTab });
  const followers: ((state: RoomState, before: RoomState) => void)[] = [];
  return {
    get state() {
      return state;
    },
    dispatch(event) {
      const before = state;
      state = reduce(before, event);
      if (state !== before) for (const follower of followers) follower(state, before);
    },
    follow: (follower) => void followers.push(follower),
  };
}
