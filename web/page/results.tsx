// Everything about the pictures on the page: their progress, what can be done with all of them, and the cards or the table.
import type { Actions } from './actions.ts';
import { Cards } from './pictures/cards.tsx';
import { isBusy, batchOf, retriablePictures, stalePictures } from './state/pictures.ts';
import { phaseOf } from './state/reduce.ts';
import { secondsLeft } from './state/remaining_time.ts';
import type { Picture, State } from './state/state.ts';
import { layoutOf } from './state/table.ts';
import type { Strings } from './strings/strings.ts';
import { ManyPictures } from './table/picture_table.tsx';
import { leaving } from './widgets.tsx';

const none: readonly Picture[] = Object.freeze([]);

type ResultsProps = { state: State; strings: Strings; actions: Actions };

export function Results({ state, strings, actions }: ResultsProps) {
  const { pictures, settings, table, offered: models } = state;
  const layout = layoutOf(state);
  const busy = isBusy(state);
  return (
    <section id="results" aria-label={strings.results} hidden={pictures.length === 0}>
      <Tools {...{ state, busy, strings, actions }} />
      <StaleAnswers {...{ state, busy, strings, actions }} />
      <ManyPictures {...{ pictures, layout, table, settings, busy, strings, actions }} />
      <Cards
        pictures={layout === 'cards' ? pictures : none}
        {...{ models, settings, strings, actions }}
      />
    </section>
  );
}

type PartProps = ResultsProps & { busy: boolean };

function Tools({ state, busy, strings, actions }: PartProps) {
  const { settled, total } = batchOf(state);
  const retriable = busy || !state.model ? 0 : retriablePictures(state).length;
  return (
    <div class="tools">
      <div id="batch" class="batch" hidden={phaseOf(state) !== 'busy' || total <= 1}>
        <progress
          id="batch-progress"
          aria-label={strings.batchLabel}
          max={Math.max(total, 1)}
          value={settled}
        />
        <span id="batch-count">{progressText(state, settled, total, strings)}</span>
      </div>
      <button
        type="button"
        id="retry-many"
        class="quiet"
        data-action="retryMany"
        hidden={retriable === 0}
        onClick={leaving('cancel', actions.retryMany)}
      >
        {strings.retryMany(retriable)}
      </button>
      <button
        type="button"
        id="cancel"
        class="quiet"
        data-action="cancel"
        hidden={!busy}
        onClick={leaving('file-input', actions.cancel)}
      >
        {strings.cancel}
      </button>
      <button
        type="button"
        id="clear"
        class="quiet"
        data-action="clear"
        hidden={busy}
        onClick={leaving('file-input', actions.clear)}
      >
        {strings.clear}
      </button>
    </div>
  );
}

function progressText(state: State, settled: number, total: number, strings: Strings) {
  const seconds = secondsLeft(state);
  return seconds === null
    ? strings.batch(settled, total)
    : strings.batchAndLeft(settled, total, seconds);
}

// Answers of another model than the one in use, and the button that asks this one.
function StaleAnswers({ state, busy, strings, actions }: PartProps) {
  const { model } = state;
  const count = busy || !model ? 0 : stalePictures(state).length;
  return (
    <p id="stale" class="stale" hidden={count === 0}>
      <span id="stale-count">{count > 0 && strings.stale(count)}</span>{' '}
      <button
        type="button"
        id="again"
        class="quiet"
        data-action="again"
        onClick={leaving('file-input', actions.again)}
      >
        {model && strings.again(model.name)}
      </button>
    </p>
  );
}
