// One picture as a row of the table: thumbnail, name, size, labels or what stands instead of them, time, buttons.
import type { Actions } from '../actions.ts';
import { damageCode, damageOf, shownPredictions } from '../state/predictions.ts';
import type { Answer, LabelledPrediction, Picture, Settings } from '../state/state.ts';
import { isBestClass, verdictOf } from '../pictures/verdict.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';
import { memo, removing, ScoreBar } from '../widgets.tsx';

type RowProps = {
  picture: Picture;
  /** Of all rows, from 0. */
  index: number;
  /** Whether Tab leads to this row. */
  isReachable: boolean;
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

export const Row = memo((props: RowProps) => {
  const { picture, index, isReachable, settings, strings } = props;
  const { id, name, status, result, file } = picture;
  return (
    <tr
      role="row"
      data-file={name}
      data-id={id}
      data-status={status}
      data-model={result?.model.sha256}
      aria-rowindex={index + 2}
      tabIndex={isReachable ? 0 : -1}
    >
      <td role="cell" class="thumb" />
      <th role="rowheader" class="name" scope="row" title={name}>
        {name}
      </th>
      <td role="cell" class="bytes">
        {result && <span>{strings.size(result.width, result.height)}</span>}
        <span>{strings.bytes(file.size)}</span>
      </td>
      <Found {...{ picture, settings, strings }} />
      <td role="cell" class="time">
        {result && strings.milliseconds(result.timings.total)}
      </td>
      <td role="cell" class="edit">
        <Buttons {...props} />
      </td>
    </tr>
  );
});

type FoundProps = { picture: Picture; settings: Settings; strings: Strings };

function Found({ picture, settings, strings }: FoundProps) {
  const { status } = picture;
  if (status === 'done') return <Labels result={picture.result} {...{ settings, strings }} />;
  const { failure } = picture;
  return (
    <td
      role="cell"
      class="instead"
      colspan={3}
      aria-colspan={3}
      title={failure ? failure.message : undefined}
    >
      <span>
        {status === 'failed' ? sentenceOf(picture.failure, strings) : strings.status[status]}
      </span>
      {failure && [' ', <code>{failure.code}</code>]}
    </td>
  );
}

type LabelsProps = { result: Answer; settings: Settings; strings: Strings };

function Labels({ result, settings, strings }: LabelsProps) {
  const { predictions } = result;
  const { language } = settings;
  const { answer } = result;
  const { unknown, word, percent } = verdictOf(result, language, strings);
  const damage = damageOf(result);
  return (
    <>
      <td
        role="cell"
        class={unknown ? 'best unsure' : 'best'}
        data-group={answer.group}
        data-index={answer.index}
        data-score={unknown ? undefined : answer.score}
        title={word}
      >
        {word}
        {damage !== null && (
          <span class="damage" title={damage}>
            {strings.notes[damageCode]}
          </span>
        )}
      </td>
      <td role="cell" class="sure">
        <span class="percent">{percent}</span>
        {!unknown && <ScoreBar score={answer.score} />}
      </td>
      <td role="cell" class="further">
        <ol>
          {shownPredictions(predictions, settings)
            .slice(isBestClass(result) ? 1 : 0)
            .map((each) => (
              <li {...dataOf(each)}>
                {each.labels[language]} {strings.percent(each.score)}
              </li>
            ))}
        </ol>
      </td>
    </>
  );
}

function dataOf({ index, score }: LabelledPrediction) {
  return { 'data-index': index, 'data-score': score };
}

function Buttons({ picture: { id, name, status }, isReachable, strings, actions }: RowProps) {
  const button = (
    kind: string,
    action: string,
    label: string,
    press: (event: { currentTarget: HTMLElement }) => void,
  ) => (
    <button
      key={kind}
      type="button"
      class={kind}
      data-action={action}
      data-id={id}
      aria-label={label}
      title={label}
      tabIndex={isReachable ? 0 : -1}
      onClick={press}
    />
  );
  return (
    <>
      {(status === 'failed' || status === 'cancelled') &&
        button('again', 'retryOne', strings.retryOne(name), () => actions.retryOne(id))}
      {status === 'done' &&
        button('pencil', 'correct', strings.correctOne(name), () => actions.correct(id))}
      {status === 'done' && button('loupe', 'look', strings.lookAt(name), () => actions.look(id))}
      {button(
        'cross',
        'remove',
        strings.remove(name),
        removing(() => actions.remove(id)),
      )}
    </>
  );
}
