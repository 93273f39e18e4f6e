// What it has learned: in words, as a confusion matrix whose cells show their pictures, and what can be done with it.
import type { Lesson } from '../../library/types.ts';
import { FileInput } from '../input/welcome.tsx';
import type { Language } from '../state/state.ts';
import { Drawing, memo, ScoreBar } from '../widgets.tsx';
import type { RoomActions } from './actions.ts';
import { Thumbnail } from './pictures.tsx';
import { isLearned } from './learner.ts';
import { canLearn, pictureCount } from './reduce.ts';
import type { RoomState, Trial } from './state.ts';
import { failureSentence, type TeachStrings } from './strings.ts';
import {
  advice,
  confusionsOf,
  doubtfulCount,
  lessonText,
  missingText,
  shortName,
} from './words.ts';

const mostInMatrix = 30; // classes: cells of more could not be pressed
const mostPairs = 20;

type Props = {
  state: RoomState;
  language: Language;
  strings: TeachStrings;
  actions: RoomActions;
};

export function LearnedPanel(props: Props) {
  const { state, strings } = props;
  if (state.classes.length === 0) return null;
  return (
    <section class="learned" aria-labelledby="learned-heading">
      <h2 id="learned-heading">{strings.learnedHeading}</h2>
      <Progress {...props} />
      <p id="lesson" class="lesson" role="status" data-fresh={isLearned(state)}>
        {canLearn(state) && state.learned
          ? lessonText(state.learned, strings)
          : missingText(state, strings) || strings.willLearn}
      </p>
      <Advice {...props} />
      {state.learned && canLearn(state) && (
        <>
          <Matrix lesson={state.learned.lesson} {...props} />
          <Try {...props} />
          <Uses {...props} />
        </>
      )}
      <Later {...props} />
    </section>
  );
}

function Progress({ state: { learning }, language, strings, actions }: Props) {
  const { status, share, failure } = learning;
  if (status === 'idle') return null;
  if (status === 'running')
    return (
      <div class="progress">
        <progress aria-label={strings.learningLabel} max={1} value={share} />
        <span>{strings.learning}</span>
        <button type="button" id="stop-learning" class="quiet" onClick={actions.cancelLearning}>
          {strings.cancel}
        </button>
      </div>
    );
  return (
    <p class="stopped">
      {failure ? strings.failed(failureSentence(failure, language)) : strings.stopped}{' '}
      <button type="button" id="learn-now" class="quiet" onClick={actions.learnNow}>
        {strings.learnNow}
      </button>
    </p>
  );
}

function Advice({ state, strings }: Props) {
  const doubtful = doubtfulCount(state);
  const all = [...(doubtful > 0 ? [strings.doubtful(doubtful)] : []), ...advice(state, strings)];
  return (
    <ul id="advice" class="advice" hidden={all.length === 0}>
      {all.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

type MatrixProps = Props & { lesson: Lesson };

function Matrix(props: MatrixProps) {
  const { lesson, strings } = props;
  return (
    <section aria-labelledby="matrix-heading">
      <h3 id="matrix-heading">{strings.matrixHeading}</h3>
      {lesson.classes.length <= mostInMatrix ? <MatrixTable {...props} /> : <Pairs {...props} />}
    </section>
  );
}

const MatrixTable = memo(({ lesson, strings, actions }: MatrixProps) => {
  const { classes, confusion } = lesson;
  return (
    <>
      <div class="matrix-frame" role="group" aria-labelledby="matrix-heading" tabIndex={0}>
        <table class="matrix" aria-describedby="matrix-hint">
          <thead>
            <tr>
              <td />
              {classes.map(({ label }) => (
                <th key={label} scope="col" title={label}>
                  <span>{shortName(label)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map(({ label, pictures }, row) => (
              <tr key={label}>
                <th scope="row" title={label}>
                  <span>{shortName(label)}</span>
                </th>
                {confusion[row]!.map((count, column) => (
                  <Cell
                    key={column}
                    predicted={classes[column]!.label}
                    share={count / pictures}
                    {...{ label, count, strings, actions }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p id="matrix-hint" class="hint">
        {strings.matrixHint}
      </p>
    </>
  );
});

type CellProps = {
  label: string;
  predicted: string;
  count: number;
  /** Of the pictures of its row. */
  share: number;
  strings: TeachStrings;
  actions: RoomActions;
};

function Cell({ label, predicted, count, share, strings, actions }: CellProps) {
  const cell = { label, predicted };
  return (
    <td data-right={label === predicted} style={{ '--share': share }}>
      {count > 0 && (
        <button
          type="button"
          data-action="cell"
          aria-label={strings.matrixCell(count, shortName(label), shortName(predicted))}
          onClick={() => actions.dispatch({ type: 'cellChosen', cell })}
        >
          {count}
        </button>
      )}
    </td>
  );
}

// Of many classes, the pairs that are confused most.
function Pairs({ lesson, strings, actions }: MatrixProps) {
  return (
    <ol class="pairs">
      {confusionsOf(lesson)
        .slice(0, mostPairs)
        .map(({ a, b, count }) => (
          <li key={`${a} ${b}`}>
            <button
              type="button"
              class="quiet"
              onClick={() =>
                actions.dispatch({ type: 'cellChosen', cell: { label: a, predicted: b } })
              }
            >
              {strings.confused(shortName(a), shortName(b), count)}
            </button>
          </li>
        ))}
    </ol>
  );
}

function Try({ state: { trial }, language, strings, actions }: Props) {
  return (
    <section id="try" aria-labelledby="try-heading">
      <h3 id="try-heading">{strings.tryHeading}</h3>
      {trial ? (
        <TrialAnswer {...{ trial, language, strings }} />
      ) : (
        <p class="hint">{strings.tryHint}</p>
      )}
      <div class="class-ways">
        <span class="way">
          <FileInput id="try-input" accept="image/jpeg,image/png,image/*" take={actions.tryIt} />
          <label for="try-input">
            <Drawing side={20} path="M10 3.5v13M3.5 10h13" />
            <span>{strings.tryChoose}</span>
          </label>
        </span>
        <button
          type="button"
          id="try-camera"
          class="way"
          aria-haspopup="dialog"
          onClick={() => actions.openCamera(null)}
        >
          <Drawing side={20} path="M2.5 6H6l1.5-2.5h5L14 6h3.5v10.5h-15z">
            <circle cx="10" cy="11" r="3" />
          </Drawing>
          <span>{strings.tryCamera}</span>
        </button>
      </div>
    </section>
  );
}

type TrialProps = { trial: Trial; language: Language; strings: TeachStrings };

function TrialAnswer({ trial, language, strings }: TrialProps) {
  const { name, thumbnail, result, failure } = trial;
  return (
    <div class="trial">
      <span class="tile">
        <Thumbnail blob={thumbnail} name={name} />
      </span>
      <div role="status">
        {failure && <p>{strings.notices.notTried(failureSentence(failure, language))}</p>}
        {result && <Verdict {...{ result, language, strings }} />}
      </div>
    </div>
  );
}

type VerdictProps = {
  result: NonNullable<Trial['result']>;
  language: Language;
  strings: TeachStrings;
};

/** What was taught says of a picture, also that it is none of the classes. */
export function Verdict({ result, language, strings }: VerdictProps) {
  const { answer, predictions } = result;
  const [best] = predictions;
  const labelOf = (labels: Readonly<Record<string, string | undefined>>) =>
    shortName(labels[language] ?? labels['en'] ?? '');
  return (
    <>
      <p class="verdict" data-unknown={answer.unknown}>
        <span class="label">{answer.unknown ? strings.unknown : labelOf(answer.labels)}</span>
        {!answer.unknown && <span class="percent">{strings.percent(answer.score)}</span>}
      </p>
      {answer.unknown && best && (
        <p class="hint">
          {strings.unknownGuess(labelOf(best.labels), strings.percent(best.score))}
        </p>
      )}
      <ol class="below">
        {predictions.map(({ index, score, labels }) => (
          <li data-index={index} data-score={score}>
            <span class="label">{labelOf(labels)}</span>
            <span class="percent">{strings.percent(score)}</span>
            <ScoreBar score={score} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Uses({ strings, actions }: Props) {
  return (
    <section class="uses">
      <p>
        <button type="button" id="use-here" class="button" onClick={actions.useHere}>
          {strings.useHere}
        </button>
        <span class="hint">{strings.useHereHint}</span>
      </p>
      <p>
        <button type="button" id="save-taught" class="button plain" onClick={actions.saveTaught}>
          {strings.saveTaught}
        </button>
        <span class="hint">{strings.saveTaughtHint}</span>
      </p>
    </section>
  );
}

function Later({ state, language, strings, actions }: Props) {
  const { kept } = state;
  return (
    <section class="later" aria-labelledby="later-heading">
      <h3 id="later-heading">{strings.laterHeading}</h3>
      <p class="hint" id="kept" data-kept={kept === 'yes'}>
        {(kept === 'yes' || kept === 'soon') && strings.kept}
        {typeof kept !== 'string' && strings.notKept(failureSentence(kept, language))}
      </p>
      <p class="row">
        {pictureCount(state) > 0 && (
          <button type="button" id="save-project" class="quiet" onClick={actions.saveProject}>
            {strings.saveProject}
          </button>
        )}
        <ProjectInput {...{ strings, actions }} />
        <button type="button" id="start-anew" class="quiet" onClick={actions.startAnew}>
          {strings.startAnew}
        </button>
      </p>
    </section>
  );
}

export function ProjectInput({ strings, actions }: Pick<Props, 'strings' | 'actions'>) {
  return (
    <span class="choose">
      <FileInput id="project-input" accept=".glance" take={actions.openProject} />
      <label class="quiet" for="project-input">
        {strings.openProject}
      </label>
    </span>
  );
}
