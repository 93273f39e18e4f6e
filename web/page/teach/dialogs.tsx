// What opens over the place: one picture, the pictures of a cell of the confusion matrix, the question what pictures show, and
// the camera.
import type { Language } from '../state/state.ts';
import { languages } from '../strings/strings.ts';
import { Sheet } from '../widgets.tsx';
import type { RoomActions } from './actions.ts';
import { Verdict } from './learned.tsx';
import { Pictures, Thumbnail } from './pictures.tsx';
import { exampleOf } from './reduce.ts';
import type { RoomState } from './state.ts';
import type { TeachStrings } from './strings.ts';
import { examplesOfCell, shortName } from './words.ts';

type Props = {
  state: RoomState;
  language: Language;
  strings: TeachStrings;
  actions: RoomActions;
};

export function Dialogs(props: Props) {
  return (
    <>
      <CellDialog {...props} />
      <PictureDialog {...props} />
      <QuestionDialog {...props} />
      <CameraDialog {...props} />
    </>
  );
}

function PictureDialog({ state, language, strings, actions }: Props) {
  const found = exampleOf(state, state.looking);
  const mistake = found && state.learned?.mistakes.get(found.example.id);
  return (
    <Sheet
      id="teach-picture"
      open={found !== undefined}
      title={found ? shortName(found.example.name) : ''}
      strings={languages[language]}
      onLeave={() => actions.dispatch({ type: 'lookedAt', id: null })}
    >
      {found && (
        <div class="picture-body">
          <span class="tile large">
            <Thumbnail blob={found.example.thumbnail} name={found.example.name} />
          </span>
          <p>
            {strings.sentences(
              strings.inClass(shortName(found.taught.name)),
              mistake &&
                strings.looksLike(shortName(mistake.predicted), strings.percent(mistake.score)),
            )}
          </p>
          <label class="setting">
            <span>{strings.moveTo}</span>
            <select
              id="move-to"
              value=""
              onChange={({ currentTarget }) => {
                const to = Number(currentTarget.value);
                actions.dispatch({ type: 'moved', ids: [found.example.id], to });
              }}
            >
              <option value="">{strings.chooseClass}</option>
              {state.classes
                .filter(({ id }) => id !== found.taught.id)
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {shortName(name)}
                  </option>
                ))}
            </select>
          </label>
          <p class="row">
            <button
              type="button"
              id="remove-picture"
              class="button plain"
              onClick={() => actions.dispatch({ type: 'removed', ids: [found.example.id] })}
            >
              {strings.removePicture}
            </button>
          </p>
        </div>
      )}
    </Sheet>
  );
}

function CellDialog({ state, language, strings, actions }: Props) {
  const { cell } = state;
  return (
    <Sheet
      id="teach-cell"
      open={cell !== null}
      title={cell ? strings.cellHeading(shortName(cell.label), shortName(cell.predicted)) : ''}
      strings={languages[language]}
      onLeave={() => actions.dispatch({ type: 'cellChosen', cell: null })}
    >
      <div class="picture-body">
        {cell && (
          <Pictures
            label={strings.cellHeading(shortName(cell.label), shortName(cell.predicted))}
            examples={examplesOfCell(state)}
            learned={state.learned}
            wide
            strings={strings}
            look={(id) => actions.dispatch({ type: 'lookedAt', id })}
            remove={(id) => actions.dispatch({ type: 'removed', ids: [id] })}
          />
        )}
      </div>
    </Sheet>
  );
}

function QuestionDialog({ state, language, strings, actions }: Props) {
  const { question, classes } = state;
  const heading = question?.wrong
    ? strings.questionWrong
    : strings.questionHeading(question?.files.length ?? 0);
  return (
    <Sheet
      id="teach-question"
      open={question !== null}
      title={heading}
      strings={languages[language]}
      onLeave={() => actions.dispatch({ type: 'asked', question: null })}
    >
      {question && (
        <div class="picture-body">
          <p class="hint">{strings.questionHint}</p>
          <div class="answers" role="group" aria-label={heading}>
            {classes.map(({ id, name }) => (
              <button
                type="button"
                key={id}
                class="button plain"
                data-action="answerQuestion"
                onClick={() => actions.answerQuestion(name)}
              >
                {shortName(name)}
              </button>
            ))}
          </div>
          <NameForm
            id="question-name"
            label={strings.newClass}
            strings={strings}
            take={actions.answerQuestion}
          />
        </div>
      )}
    </Sheet>
  );
}

type FormProps = {
  id: string;
  label: string;
  strings: TeachStrings;
  take: (name: string) => void;
};

/** A field for the name of a new class. */
export function NameForm({ id, label, strings, take }: FormProps) {
  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem(id) as HTMLInputElement;
        const name = field.value.trim();
        field.value = '';
        if (name !== '') take(name);
        field.focus();
      }}
    >
      <label for={id}>{label}</label>
      <span>
        <input
          type="text"
          id={id}
          name={id}
          autocomplete="off"
          placeholder={strings.namePlaceholder}
        />
        <button type="submit" class="button plain">
          {strings.addClass}
        </button>
      </span>
    </form>
  );
}

function CameraDialog({ state, language, strings, actions }: Props) {
  const { recording, classes } = state;
  const { status, failure, mirrored, classId, held, taken, result } = recording;
  const taught = classes.find(({ id }) => id === classId);
  const page = languages[language];
  return (
    <Sheet
      id="teach-camera"
      class="sheet camera"
      data-camera={status}
      data-mirrored={mirrored}
      open={status !== 'off'}
      title={taught ? strings.recordHeading(shortName(taught.name)) : strings.tryCameraHeading}
      strings={page}
      onLeave={() => state.recording.status !== 'off' && actions.closeCamera()}
    >
      <div class="camera-body">
        <div class="camera-stage">
          <video id="teach-video" playsInline muted aria-label={strings.cameraPicture} />
          <div class="camera-told">
            <p aria-live="polite">
              {status === 'asking' && strings.cameraAsking}
              {failure && strings.cameraFailed(page.cameraErrors[failure], taught !== undefined)}
            </p>
            {failure && (
              <button
                type="button"
                id="teach-camera-again"
                class="button plain"
                onClick={() => actions.openCamera(classId)}
              >
                {page.cameraAgain}
              </button>
            )}
          </div>
        </div>
        {taught && !failure && (
          <p class="row">
            <button
              type="button"
              id="record"
              class="button"
              aria-pressed={held}
              disabled={status !== 'on'}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                actions.record(true);
              }}
              onPointerUp={() => actions.record(false)}
              onPointerCancel={() => actions.record(false)}
              onKeyDown={({ key }) => (key === ' ' || key === 'Enter') && actions.record(true)}
              onKeyUp={() => actions.record(false)}
              onBlur={() => actions.record(false)}
            >
              {strings.record}
            </button>
            <span id="recorded" aria-live="polite">
              {taken > 0 && strings.recorded(taken)}
            </span>
          </p>
        )}
        {taught && !failure && <p class="hint">{strings.recordHint}</p>}
        {result && !failure && <Verdict {...{ result, language, strings }} />}
      </div>
    </Sheet>
  );
}
