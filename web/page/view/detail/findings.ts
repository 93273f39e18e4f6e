// What the network says of what it sees now: the labels, each of which may be chosen to see where it is seen. Rows are
// filled anew, never replaced: one of them may have the focus while a box is moved.
import { shownPredictions } from '../../state/answer.ts';
import { hasHeatMaps, heatIndexOf } from '../../state/detail.ts';
import { sentenceOf } from '../../strings/strings.ts';
import { makeDoubt } from '../answer.ts';
import { element } from '../elements.ts';
import { setText } from '../set_text.ts';

let doubt = null; // what the sentence below the labels was made of

/** @param {import('../../state/state.ts').State} state @param {import('../../state/state.ts').Picture} picture */
export function renderFindings(state, picture, strings) {
  const { detail, settings } = state;
  const result = detail.answer ?? picture.result;
  const shown = shownPredictions(result.predictions, settings);
  const rows = rowsFor(document.querySelector('#detail-labels ol'), shown.length);
  const chosen = heatIndexOf(detail);
  shown.forEach((prediction, i) =>
    fillRow(rows[i], prediction, prediction.index === chosen, settings.language, strings),
  );
  for (const row of rows) row.querySelector('input').hidden = !hasHeatMaps(state);
  renderDoubt(result, settings, strings);
  renderFailure(detail.failure, strings);
  setText(
    document.getElementById('detail-told'),
    detail.announced ? toldText(detail.announced, settings.language, strings) : '',
  );
}

function rowsFor(list, count) {
  while (list.children.length > count) list.lastChild.remove();
  while (list.children.length < count) list.append(makeRow());
  return [...list.children];
}

function makeRow() {
  return element(
    'li',
    {},
    element(
      'label',
      {},
      element('input', { type: 'radio', name: 'heat' }),
      element('span.label', {}, element('span.own'), element('span.other')),
      element('span.percent'),
      element('span.bar', { 'aria-hidden': 'true' }, element('span')),
    ),
  );
}

function fillRow(row, { index, score, labels }, isChosen, language, strings) {
  const input = row.querySelector('input');
  const [other] = Object.entries(labels).filter(
    ([each, label]) => each !== language && label !== labels[language],
  );
  Object.assign(row.dataset, { index, score });
  input.value = index;
  input.checked = isChosen;
  setText(row.querySelector('.own'), labels[language]);
  setText(row.querySelector('.other'), other ? other[1] : '');
  if (other) row.querySelector('.other').lang = other[0];
  setText(row.querySelector('.percent'), strings.percent(score));
  row.querySelector('.bar span').style.setProperty('--score', score);
}

function renderDoubt(result, settings, strings) {
  if (doubt?.result === result && doubt.settings === settings) return;
  doubt = { result, settings };
  document
    .getElementById('detail-doubt')
    .replaceChildren(...[makeDoubt(result, settings, strings)].filter(Boolean));
}

function renderFailure(failure, strings) {
  const place = document.getElementById('detail-failure');
  place.hidden = !failure;
  setText(place, failure ? sentenceOf(failure, strings) : '');
}

function toldText({ predictions: [best] }, language, strings) {
  return strings.told(best.labels[language], strings.percent(best.score));
}
