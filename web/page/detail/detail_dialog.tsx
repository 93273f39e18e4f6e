// The dialog that looks closer at one picture: its header, what the model says of what it sees, and what it sees.
import { Component } from 'preact';

import type { Actions } from '../actions.ts';
import { knowsText } from '../models/knows.ts';
import { DamageLine, otherLabel, VerdictLine } from '../pictures/answer.tsx';
import { isBestClass, verdictOf } from '../pictures/verdict.ts';
import { shownPredictions } from '../state/predictions.ts';
import {
  fits,
  hasHeatMaps,
  heatIndexOf,
  isSameRequest,
  neighboursOf,
  pictureOf,
  requestOf,
} from '../state/detail.ts';
import type { Detail, DonePicture, LabelledPrediction, Language, State } from '../state/state.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';
import { Dialog, Drawing, ScoreBar } from '../widgets.tsx';
import { HeatControls, PixelCanvas } from './heat_map.tsx';
import { choosePart, Stage } from './stage.tsx';

type DetailProps = { state: State; strings: Strings; actions: Actions };
type OpenProps = DetailProps & { detail: Detail; picture: DonePicture };

export class DetailDialog extends Component<DetailProps> {
  private openedFor: number | undefined; // id of the picture

  override render({ state, strings, actions }: DetailProps) {
    const { detail } = state;
    const picture = pictureOf(state);
    const isAnswered = detail && isSameRequest(detail.answeredRequest, requestOf(state));
    return (
      <Dialog
        id="detail"
        aria-labelledby="detail-name"
        data-look={isAnswered ? 'done' : 'asking'}
        open={picture !== undefined}
        onLeave={actions.closeDetail}
      >
        {detail && picture && <Content {...{ state, detail, picture, strings, actions }} />}
      </Dialog>
    );
  }

  override componentDidUpdate() {
    const id = pictureOf(this.props.state)?.id;
    if (id !== undefined && this.openedFor === undefined) {
      this.openedFor = id;
      document.getElementById('detail-close')!.focus();
    }
    if (id === undefined && this.openedFor !== undefined) {
      openerOf(this.openedFor)?.focus();
      this.openedFor = undefined;
    }
  }
}

// The button that opened the dialog may have been made anew by now. The photograph, which opens it too, is not for the keyboard.
function openerOf(id: number) {
  const opener = `[data-action="look"][data-id="${id}"]:not([aria-hidden])`;
  return document.querySelector<HTMLElement>(opener) ?? document.getElementById('file-input');
}

function Content(props: OpenProps) {
  const { state, detail, picture, strings, actions } = props;
  const result = detail.answer ?? picture.result;
  return (
    <>
      <Header {...props} />
      <div class="stage">
        <Stage {...props} />
        <FitChoice {...{ detail, strings, actions }} />
        <PartChoice {...props} />
      </div>
      <div class="findings">
        <section id="detail-answer">
          <DamageLine result={picture.result} strings={strings} />
          <div id="detail-doubt">
            <VerdictLine
              result={result}
              knows={knowsText(state.model, state.language, strings)}
              language={state.language}
              strings={strings}
            />
          </div>
          <Labels {...props} />
          {result.looks > 1 && (
            <p class="note" id="detail-looks">
              {strings.looks(detail.answer?.decisive)}
            </p>
          )}
          <p id="detail-failure" class="message" hidden={!detail.failure}>
            {detail.failure && sentenceOf(detail.failure, strings)}
          </p>
          <p>
            <button
              type="button"
              id="detail-correct"
              class="quiet"
              data-action="correct"
              onClick={() => actions.correct(picture.id)}
            >
              {strings.correct}
            </button>
          </p>
          <HeatControls hasHeatMaps={hasHeatMaps(state)} {...{ detail, strings, actions }} />
        </section>
        <Seen {...{ detail, strings }} />
      </div>
      <p id="detail-told" class="unseen" role="status">
        {announcement(detail, state.language, strings)}
      </p>
    </>
  );
}

function announcement({ announced }: Detail, language: Language, strings: Strings) {
  return announced && verdictOf(announced, language, strings).sentence;
}

function Header({ state, picture, strings, actions }: OpenProps) {
  const { previous, next, position, count } = neighboursOf(state);
  return (
    <header>
      <h2 id="detail-name">{picture.name}</h2>
      <span id="detail-place" class="size">
        {count > 1 && strings.detailPlace(position, count)}
      </span>
      <TurnButton
        id="detail-previous"
        label={strings.detailPrevious}
        path="M10 3 5 8l5 5"
        by={-1}
        isAlone={count < 2}
        isLast={previous === undefined}
        actions={actions}
      />
      <TurnButton
        id="detail-next"
        label={strings.detailNext}
        path="m6 3 5 5-5 5"
        by={1}
        isAlone={count < 2}
        isLast={next === undefined}
        actions={actions}
      />
      <button
        type="button"
        id="detail-close"
        class="cross"
        data-action="closeDetail"
        aria-label={strings.detailClose}
        onClick={actions.closeDetail}
      />
    </header>
  );
}

type TurnProps = {
  id: string;
  label: string;
  path: string;
  by: 1 | -1;
  isAlone: boolean;
  isLast: boolean;
  actions: Actions;
};

// At the end of the row it is not disabled, which would take the focus away.
function TurnButton({ id, label, path, by, isAlone, isLast, actions }: TurnProps) {
  return (
    <button
      type="button"
      id={id}
      class="turn"
      data-action="turn"
      data-by={by}
      aria-label={label}
      aria-disabled={isLast}
      hidden={isAlone}
      onClick={() => actions.turn(by)}
    >
      <Drawing side={16} path={path} />
    </button>
  );
}

type ChoiceProps = { detail: Detail; strings: Strings; actions: Actions };

function FitChoice({ detail, strings, actions }: ChoiceProps) {
  return (
    <fieldset id="fits" class="fits">
      <legend class="unseen">{strings.fitLegend}</legend>
      <div class="segments">
        {fits.map((fit) => (
          <label>
            <input
              class="unseen"
              type="radio"
              name="fit"
              value={fit}
              checked={fit === detail.fit}
              onChange={() => actions.chooseFit(fit)}
            />
            <span>{strings.fitNames[fit]}</span>
          </label>
        ))}
      </div>
      <p id="fit-hint" class="hint">
        {strings.fitHints[detail.fit]}
      </p>
    </fieldset>
  );
}

function PartChoice({ detail: { region }, picture, strings, actions }: OpenProps) {
  return (
    <p class="part">
      <button
        type="button"
        id="part"
        class="quiet"
        data-action="part"
        onClick={() => choosePart(region, picture.result, actions)}
      >
        {region ? strings.partWhole : strings.partChoose}
      </button>{' '}
      <span id="part-hint" class={region ? 'hint' : 'hint for-mouse'}>
        {region ? strings.partHint : strings.partHintNone}
      </span>
    </p>
  );
}

// Rows have no keys: one of them may have the focus while a moved box brings other labels.
function Labels({ state, detail, picture, strings, actions }: OpenProps) {
  const result = detail.answer ?? picture.result;
  const chosen = heatIndexOf(detail);
  return (
    <fieldset id="detail-labels">
      <legend class="unseen">{strings.labelsLegend}</legend>
      <ol class={isBestClass(result) ? undefined : 'below'}>
        {shownPredictions(result.predictions, state.settings).map((prediction) => (
          <LabelChoice
            isChosen={prediction.index === chosen}
            canChoose={hasHeatMaps(state)}
            language={state.language}
            {...{ prediction, strings, actions }}
          />
        ))}
      </ol>
    </fieldset>
  );
}

type LabelProps = {
  prediction: LabelledPrediction;
  isChosen: boolean;
  canChoose: boolean;
  language: Language;
  strings: Strings;
  actions: Actions;
};

function LabelChoice({ prediction, isChosen, canChoose, language, strings, actions }: LabelProps) {
  const { index, score, labels } = prediction;
  const other = otherLabel(labels, language);
  return (
    <li data-index={index} data-score={score}>
      <label>
        <input
          type="radio"
          name="heat"
          value={index}
          checked={isChosen}
          hidden={!canChoose}
          onChange={() => actions.chooseHeat(index)}
        />
        <span class="label">
          <span class="own">{labels[language]}</span>
          <span class="other" lang={other?.lang}>
            {other?.label}
          </span>
        </span>
        <span class="percent">{strings.percent(score)}</span>
        <ScoreBar score={score} />
      </label>
    </li>
  );
}

// The network's input, pixel for pixel.
function Seen({ detail: { answer }, strings }: { detail: Detail; strings: Strings }) {
  return (
    <section aria-labelledby="seen-heading" class="seen">
      <h3 id="seen-heading">{strings.seenHeading}</h3>
      <PixelCanvas
        pixels={answer?.view}
        id="view"
        role="img"
        aria-label={strings.seenHeading}
        width={224}
        height={224}
      />
      <p id="seen-caption" class="hint">
        {answer && strings.seenCaption(answer.view, answer.seen)}
      </p>
    </section>
  );
}
