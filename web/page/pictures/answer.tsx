// What was found in a picture: the answer, the classes below it with their bars, what was done to the picture, and how long it took.
import type { Actions } from '../actions.ts';
import { knowsText } from '../models/knows.ts';
import { damageCode, damageOf, shownPredictions } from '../state/predictions.ts';
import type {
  DonePicture,
  LabelledPrediction,
  Language,
  Model,
  Recognised,
  Settings,
} from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { ScoreBar } from '../widgets.tsx';
import { isBestClass, verdictOf } from './verdict.ts';

type AnswerProps = {
  picture: DonePicture;
  /** Those that may have answered. */
  models: readonly Model[];
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

export function Answer({ picture, models, settings, strings, actions }: AnswerProps) {
  const { id, name, result } = picture;
  const { language } = settings;
  const knows = knowsText(
    models.find(({ sha256 }) => sha256 === result.model.sha256),
    language,
    strings,
  );
  const noteTexts: Readonly<Record<string, string | undefined>> = strings.notes;
  return (
    <>
      <DamageLine {...{ result, strings }} />
      <VerdictLine {...{ result, knows, language, strings }} />
      <ol class={isBestClass(result) ? undefined : 'below'}>
        {shownPredictions(result.predictions, settings).map((prediction) => (
          <Label {...{ prediction, language, strings }} />
        ))}
      </ol>
      {result.looks > 1 && <p class="note">{strings.looks()}</p>}
      {result.notes
        .filter(({ code }) => code !== damageCode)
        .map(({ code, message }) => (
          <p class="note">{noteTexts[code] ?? message}</p>
        ))}
      <button
        type="button"
        class="quiet closer"
        data-action="look"
        data-id={id}
        aria-label={strings.lookAt(name)}
        onClick={() => actions.look(id)}
      >
        {strings.look}
      </button>
      <button
        type="button"
        class="quiet closer"
        data-action="correct"
        data-id={id}
        aria-label={strings.correctOne(name)}
        onClick={() => actions.correct(id)}
      >
        {strings.correct}
      </button>
      <p class="times">
        <span class="by">{result.model.name}</span>
        {(['decode', 'preprocess', 'infer'] as const).map((step) => (
          <span>
            {strings[step]} {strings.milliseconds(result.timings[step])}
          </span>
        ))}
      </p>
    </>
  );
}

/** What is wrong with the file, said before the answer, which is about what could be read of it. Nothing for a whole file. */
export function DamageLine({
  result,
  strings,
}: {
  result: DonePicture['result'];
  strings: Strings;
}) {
  const damage = damageOf(result);
  if (damage === null) return null;
  return (
    <p class="damage">
      <strong>{strings.notes[damageCode]}</strong> <span lang="en">({damage})</span>
    </p>
  );
}

type LabelProps = { prediction: LabelledPrediction; language: Language; strings: Strings };

function Label({ prediction: { index, score, labels }, language, strings }: LabelProps) {
  return (
    <li data-index={index} data-score={score}>
      <span class="label" title={otherLabel(labels, language)?.label}>
        {labels[language]}
      </span>
      <span class="percent">{strings.percent(score)}</span>
      <ScoreBar score={score} />
    </li>
  );
}

/** The label in another language of the page. A model may have labels in one language only. */
export function otherLabel(labels: LabelledPrediction['labels'], language: Language) {
  const other = Object.entries(labels).find(
    ([each, label]) => each !== language && label !== labels[language],
  );
  return other && { lang: other[0], label: other[1] };
}

type VerdictProps = {
  result: Recognised;
  /** What the model knows. */
  knows: string;
  language: Language;
  strings: Strings;
};

/**
 * The group that a picture shows, or that it is not sure, why, and what the model knows. Nothing when the best class is the
 * answer: the first of the classes below then says it.
 */
export function VerdictLine({ result, knows, language, strings }: VerdictProps) {
  const { answer } = result;
  const { unknown, word, percent, guess } = verdictOf(result, language, strings);
  if (unknown)
    return (
      <p class="doubt">
        <strong>{strings.doubt(word, '')}</strong>
        {strings.sentences(guess, knows)}
      </p>
    );
  if (isBestClass(result)) return null;
  return (
    <p
      class="verdict"
      data-group={answer.group}
      data-index={answer.index}
      data-score={answer.score}
    >
      <span class="label" title={otherLabel(answer.labels, language)?.label}>
        {word}
      </span>
      <span class="percent">{percent}</span>
      <ScoreBar score={answer.score} />
    </p>
  );
}
