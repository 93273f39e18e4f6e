// What happens to pictures: they are added, wait for their turn, are answered, and are removed.
import type { PictureEvent, Reducers } from './events.ts';
import { timeAfterAnswer } from './remaining_time.ts';
import type {
  DonePicture,
  FailedPicture,
  NewPicture,
  PendingPicture,
  Picture,
  State,
} from './state.ts';
import { mostCards } from './table.ts';

type Outcome =
  | Pick<PendingPicture, 'status' | 'result' | 'failure'>
  | Pick<DonePicture, 'status' | 'result' | 'failure'>
  | Pick<FailedPicture, 'status' | 'result' | 'failure'>;
type Changes = Partial<Outcome> &
  Partial<
    Pick<Picture, 'batch' | 'waitsForModel' | 'mayBeShown' | 'modelSha256' | 'inputSize' | 'level'>
  >;
type Test = (picture: Picture) => boolean;

const unanswered = Object.freeze({
  status: 'waiting',
  modelSha256: null,
  inputSize: null,
  level: null,
  result: null,
  failure: null,
} as const);

export const pictureReducers: Reducers<PictureEvent> = {
  added: (state, { pictures, waitForModel = false }) => add(state, pictures, waitForModel),
  started: (state, { id }) =>
    change(state, id, 'waiting', {
      status: 'running',
      modelSha256: state.model?.sha256 ?? null,
      inputSize: inputSizeOf(state),
      level: state.settings.level,
    }),
  answered: (state, { id, result, atMs }) => ({
    ...settle(state, id, { status: 'done', result, failure: null, mayBeShown: true }, atMs),
    backend: result.backend,
  }),
  refused: (state, { id, failure, atMs }) =>
    settle(state, id, { status: 'failed', result: null, failure }, atMs),
  cancelled: (state) => changeAll(state, isUnsettled, { status: 'cancelled' }),
  staleRetried: (state) => queueAgain(state, isStaleFor(state)),
  levelRetried: (state) => queueAgain(state, isAtOtherLevel(state)),
  retried: (state, { id }) =>
    queueAgain(
      state,
      id === undefined ? mayWorkNow : (picture) => picture.id === id && hasNoAnswer(picture),
    ),
  removed: (state, { id }) => keep(state, (picture) => picture.id !== id),
  cleared: (state) => keep(state, isUnsettled),
};

// The newest pictures come first; pictures that were added together stay in their order.
function add(state: State, added: readonly NewPicture[], waitsForModel: boolean): Partial<State> {
  const batch = batchForMore(state);
  const fresh = added.map((picture) =>
    Object.freeze({ ...picture, ...unanswered, mayBeShown: false, batch, waitsForModel }),
  );
  const addedMany = fresh.length > mostCards || (state.addedMany && state.pictures.length > 0);
  return { batch, addedMany, pictures: Object.freeze([...fresh, ...state.pictures]) };
}

function queueAgain(state: State, concerned: Test): Partial<State> | null {
  if (!state.pictures.some(concerned)) return null;
  const batch = batchForMore(state);
  return { batch, ...changeAll(state, concerned, { ...unanswered, batch }) };
}

// Pictures that come while others are waiting belong to the same batch: its count grows.
function batchForMore(state: State): number {
  return isBusy(state) ? state.batch : state.batch + 1;
}

function settle(
  state: State,
  id: number,
  outcome: Outcome & Pick<Changes, 'mayBeShown'>,
  atMs: number | undefined,
): Partial<State> | null {
  const changes = change(state, id, 'running', outcome);
  if (!changes || atMs === undefined) return changes;
  const { settled, total } = batchOf({ ...state, ...changes });
  const answer = { batch: state.batch, remaining: total - settled, atMs };
  return { ...changes, remainingTime: timeAfterAnswer(state.remainingTime, answer) };
}

// A picture may have been removed or cancelled before its answer came: then nothing changes.
function change(
  state: State,
  id: number,
  from: Picture['status'],
  changes: Changes,
): Partial<State> | null {
  const concerned: Test = (picture) => picture.id === id && picture.status === from;
  return state.pictures.some(concerned) ? changeAll(state, concerned, changes) : null;
}

function changeAll(state: State, concerned: Test, changes: Changes): Pick<State, 'pictures'> {
  const pictures = state.pictures.map((picture) =>
    concerned(picture) ? Object.freeze({ ...picture, ...changes } as Picture) : picture,
  );
  return { pictures: Object.freeze(pictures) };
}

function keep(state: State, wanted: Test): Partial<State> | null {
  const pictures = state.pictures.filter(wanted);
  return pictures.length === state.pictures.length ? null : { pictures: Object.freeze(pictures) };
}

/** Pictures that waited for a model may be classified from now on. */
export function stopWaitingForModel(state: State): Pick<State, 'pictures'> {
  return changeAll(state, ({ waitsForModel }) => waitsForModel, { waitsForModel: false });
}

function hasNoAnswer({ status }: Picture): boolean {
  return status === 'failed' || status === 'cancelled';
}

// An error of the program may not come again; an error of the picture always does.
function mayWorkNow({ status, failure }: Picture): boolean {
  return (
    status === 'cancelled' || (failure !== null && /^(worker|memory|call)\//.test(failure.code))
  );
}

function isUnsettled({ status }: Picture): boolean {
  return status === 'waiting' || status === 'running';
}

function inputSizeOf({ model }: State): string | null {
  return model && `${model.inputWidth} × ${model.inputHeight}`;
}

// Another model, another input size or another level may give another answer, unless the file itself cannot be read or decoded.
function isStaleFor(state: State): Test {
  const isFromModel = isFromModelOf(state);
  return (picture) =>
    (!isFromModel(picture) || picture.level !== state.settings.level) &&
    (picture.status === 'done' ||
      (picture.status === 'failed' && !/^(image|file)\//.test(picture.failure.code)));
}

function isFromModelOf(state: State): Test {
  const sha256 = state.model?.sha256;
  const inputSize = inputSizeOf(state);
  return (picture) => picture.modelSha256 === sha256 && picture.inputSize === inputSize;
}

function isAtOtherLevel(state: State): Test {
  const isFromModel = isFromModelOf(state);
  return (picture) =>
    picture.status === 'done' && isFromModel(picture) && picture.level !== state.settings.level;
}

/** Whether a picture still has no answer. */
export function isBusy(state: Pick<State, 'pictures'>): boolean {
  return state.pictures.some(isUnsettled);
}

/** How many pictures the latest batch has, and how many of them are settled. */
export function batchOf(state: Pick<State, 'pictures' | 'batch'>): {
  settled: number;
  total: number;
} {
  const batch = state.pictures.filter((picture) => picture.batch === state.batch);
  return { settled: batch.filter((picture) => !isUnsettled(picture)).length, total: batch.length };
}

/** Pictures that the model in use may answer differently than the one that did. */
export function stalePictures(state: State): Picture[] {
  return state.pictures.filter(isStaleFor(state));
}

/** Whether a picture is answered, and the answer is that it is not sure. */
export function isUnsure({ result }: Picture): boolean {
  return result?.answer.unknown ?? false;
}

/** Pictures that the model in use answered at another level than the one that is set now. */
export function picturesAtOtherLevel(state: State): Picture[] {
  return state.pictures.filter(isAtOtherLevel(state));
}

/** Pictures without an answer that may get one when they are classified again. */
export function retriablePictures(state: Pick<State, 'pictures'>): Picture[] {
  return state.pictures.filter(mayWorkNow);
}

/** The picture to be classified next: the one that was added first. */
export function nextPicture(state: Pick<State, 'pictures'>): Picture | undefined {
  let next: Picture | undefined;
  for (const picture of state.pictures)
    if (picture.status === 'waiting' && !picture.waitsForModel && !(next && next.id < picture.id))
      next = picture;
  return next;
}
