// The one sentence that says how things are, for the live region. It changes when something has been finished, not with
// every byte or picture: a screen reader speaks it.
import { sentenceOf } from '../strings/strings.ts';
import { batchOf, nextPicture } from '../state/pictures.ts';
import { phaseOf } from '../state/reduce.ts';

/**
 * @param {import('../state/state.ts').State} state
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {string}
 */
export function statusText(state, strings) {
  const phase = phaseOf(state);
  if (phase === 'error') return strings.loadFailed(sentenceOf(state.failure, strings));
  if (phase === 'loading') return strings.loading;
  if (phase === 'busy')
    return nothingCanBeDone(state)
      ? strings.waitingForModel
      : strings.looking(batchOf(state).total);
  return summary(state, strings);
}

function nothingCanBeDone(state) {
  return !nextPicture(state) && !state.pictures.some(({ status }) => status === 'running');
}

function summary(state, strings) {
  const batch = state.pictures.filter((picture) => picture.batch === state.batch);
  if (batch.length === 0) return strings.ready;
  if (batch.length === 1) return outcome(batch[0], state.language, strings);
  const count = (status) => batch.filter((picture) => picture.status === status).length;
  return strings.settled({
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
  });
}

function outcome({ name, status, result, failure }, language, strings) {
  if (status === 'failed') return strings.refusal(name, sentenceOf(failure, strings));
  if (status === 'cancelled') return strings.refusal(name, strings.status.cancelled);
  const [{ labels, score }] = result.predictions;
  return strings.answer(name, labels[language], strings.percent(score));
}
