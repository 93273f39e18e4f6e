// The one sentence that says how things are, for screen readers. It changes when something is finished, not with every byte or
// picture, because every change is spoken.
import { batchOf, isUnsure, nextPicture } from '../state/pictures.ts';
import { phaseOf } from '../state/reduce.ts';
import type { Language, Picture, State } from '../state/state.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';
import { verdictOf } from './verdict.ts';

export function statusText(state: State, strings: Strings): string {
  if (state.failure) return strings.loadFailed(sentenceOf(state.failure, strings));
  switch (phaseOf(state)) {
    case 'loading':
      return strings.loading;
    case 'busy':
      return isWaiting(state) ? strings.waitingForModel : strings.looking(batchOf(state).total);
    default:
      return summary(state, strings);
  }
}

// All pictures wait for a model that is loading.
function isWaiting(state: State): boolean {
  return !nextPicture(state) && !state.pictures.some(({ status }) => status === 'running');
}

function summary(state: State, strings: Strings): string {
  const batch = state.pictures.filter((picture) => picture.batch === state.batch);
  const [first] = batch;
  if (!first) return strings.ready;
  if (batch.length === 1) return outcome(first, state.language, strings);
  const count = (status: Picture['status']) =>
    batch.filter((picture) => picture.status === status).length;
  const unsure = batch.filter(isUnsure).length;
  return strings.settled({
    named: count('done') - unsure,
    unsure,
    failed: count('failed'),
    cancelled: count('cancelled'),
  });
}

function outcome(picture: Picture, language: Language, strings: Strings): string {
  const { name, result, failure } = picture;
  if (failure) return strings.refusal(name, sentenceOf(failure, strings));
  const sentence = result
    ? verdictOf(result, language, strings).sentence
    : strings.status.cancelled;
  return strings.refusal(name, sentence);
}
