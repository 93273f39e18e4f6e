// One picture as a row of the table: thumbnail, name, size, labels or what stands instead of them, time. The roles are said
// again because the rows are laid out as grids, which makes some browsers forget them.
import { shownPredictions } from '../../state/answer.ts';
import { sentenceOf } from '../../strings/strings.ts';
import { element } from '../elements.ts';

/** @param {import('../../state/state.ts').Picture} picture @returns {HTMLTableRowElement} without an answer */
export function makeRow({ id, name }) {
  return element(
    'tr',
    { role: 'row', 'data-file': name, 'data-id': String(id), tabindex: '-1' },
    cell('thumb'),
    element('th.name', { role: 'rowheader', scope: 'row', title: name }, name),
    cell('bytes'),
    cell('time'),
    cell('edit'),
  );
}

function cell(name, attributes = {}, ...children) {
  return element(`td.${name}`, { role: 'cell', ...attributes }, ...children);
}

/** @param {import('../../state/settings.ts').Settings} settings */
export function fillRow(row, picture, settings, strings) {
  const { status, result, file } = picture;
  row.dataset.status = status;
  if (result) row.dataset.model = result.model.sha256;
  else delete row.dataset.model;
  for (const old of row.querySelectorAll('.best, .sure, .further, .instead')) old.remove();
  row
    .querySelector('.bytes')
    .replaceChildren(
      ...lines(result && strings.size(result.width, result.height), strings.bytes(file.size)),
    );
  row.querySelector('.bytes').after(...contents[status](picture, settings, strings));
  row.querySelector('.time').textContent = result ? strings.milliseconds(result.timings.total) : '';
  row.querySelector('.edit').replaceChildren(...buttons(picture, strings));
}

/** Puts the picture's thumbnail into its row, where it is not yet. @param {HTMLCanvasElement} canvas */
export function showThumbnail(row, canvas) {
  if (canvas.parentElement !== row.firstElementChild) row.firstElementChild.replaceChildren(canvas);
}

function lines(...texts) {
  return texts.filter(Boolean).map((text) => element('span', {}, text));
}

const contents = {
  waiting: inWords,
  running: inWords,
  cancelled: inWords,
  failed({ failure }, _settings, strings) {
    const sentence = sentenceOf(failure, strings);
    return [
      cell(
        'instead',
        { colspan: '3', 'aria-colspan': '3', title: failure.message },
        element('span', {}, sentence),
        ' ',
        element('code', {}, failure.code),
      ),
    ];
  },
  done({ result: { predictions } }, settings, strings) {
    const { language } = settings;
    const [best] = predictions;
    const others = shownPredictions(predictions, settings).slice(1);
    const item = (prediction) =>
      element(
        'li',
        facts(prediction),
        prediction.labels[language],
        ' ',
        strings.percent(prediction.score),
      );
    return [
      cell('best', { ...facts(best), title: best.labels[language] }, best.labels[language]),
      cell('sure', {}, element('span.percent', {}, strings.percent(best.score)), bar(best.score)),
      cell('further', {}, element('ol', {}, ...others.map(item))),
    ];
  },
};

function inWords({ status }, _settings, strings) {
  return [
    cell(
      'instead',
      { colspan: '3', 'aria-colspan': '3' },
      element('span', {}, strings.status[status]),
    ),
  ];
}

function facts({ index, score }) {
  return { 'data-index': String(index), 'data-score': String(score) };
}

function bar(score) {
  const made = element('span.bar', { 'aria-hidden': 'true' }, element('span'));
  made.firstChild.style.setProperty('--score', score);
  return made;
}

function buttons({ id, name, status }, strings) {
  const button = (kind, action, label) =>
    element(`button.${kind}`, {
      type: 'button',
      'data-action': action,
      'data-id': String(id),
      'aria-label': label,
      title: label,
      tabindex: '-1',
    });
  const mayRetry = status === 'failed' || status === 'cancelled';
  return [
    mayRetry && button('again', 'retryOne', strings.retryOne(name)),
    status === 'done' && button('loupe', 'look', strings.lookAt(name)),
    button('cross', 'remove', strings.remove(name)),
  ].filter(Boolean);
}
