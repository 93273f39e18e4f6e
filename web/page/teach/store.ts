// Holds the state of the place, and tells every new one to those who follow it.
import { reduce } from './reduce.ts';
import { emptyRoom, type RoomEvent, type RoomState } from './state.ts';

export interface RoomStore {
  readonly state: RoomState;
  dispatch(event: RoomEvent): void;
  /** @param follower is called with every new state and the one before it */
  follow(follower: (state: RoomState, before: RoomState) => void): void;
}

export function createRoomStore(): RoomStore {
  let state = emptyRoom;
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
