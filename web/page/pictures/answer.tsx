// What was found in a picture: the labels with their bars, how sure the network is, what was done to the picture, and how
// long it took.
import type { Actions } from '../actions.ts';
import { certaintyOf, damageCode, shownPredictions } from '../state/predictions.ts';
import type {
  DonePicture,
  LabelledPrediction,
  LabelledResult,
  Language,
  Settings,
} from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { ScoreBar } from '../widgets.tsx';

type AnswerProps = { picture: DonePicture; settings: Settings; strings: Strings; actions: Actions };

export function Answer({ picture: { id, name, result }, settings, strings, actions }: AnswerProps) {
  const shown = shownPredictions(result.predictions, settings);
  const noteTexts: Readonly<Record<string, string | undefined>> = strings.notes;
  return (
    <>
      {shown.length > 0 && (
        <ol>
          {shown.map((prediction) => (
            <Label language={settings.language} {...{ prediction, strings }} />
          ))}
        </ol>
      )}
      <Doubt {...{ result, settings, strings }} />
      {result.notes.map(({ code, message }) =>
        code === damageCode ? (
          <p class="note damage">
            {strings.notes[damageCode]} <span lang="en">({message})</span>
          </p>
        ) : (
          <p class="note">{noteTexts[code] ?? message}</p>
        ),
      )}
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

type DoubtProps = { result: LabelledResult; settings: Settings; strings: Strings };

/** One sentence: that no label reaches the threshold, or why the answer is not sure. Nothing when it is sure. */
export function Doubt({ result, settings, strings }: DoubtProps) {
  const text = doubtText(result, settings, strings);
  return (
    text && (
      <p class="doubt" data-certainty={certaintyOf(result)}>
        {text.start && <strong>{text.start}</strong>}
        {text.why}
      </p>
    )
  );
}

function doubtText(result: LabelledResult, settings: Settings, strings: Strings) {
  const [best, second] = result.predictions;
  const labelOf = (each: LabelledPrediction | undefined) => each?.labels[settings.language] ?? '';
  const label = labelOf(best);
  const percent = strings.percent(best!.score);
  if (shownPredictions([best!], settings).length === 0)
    return { why: strings.noneReaches(strings.percent(settings.threshold), label, percent) };
  const certainty = certaintyOf(result);
  if (certainty === 'sure') return null;
  return {
    start: strings.notSure,
    why: strings.unsure[certainty]([label, labelOf(second)], percent),
  };
}
