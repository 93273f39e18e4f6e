// One picture: the place of its photograph, and the answer or the reason why there is none.
import { sentenceOf } from '../strings/strings.ts';
import { makeAnswer } from './answer.ts';
import { element } from './elements.ts';

/** @param {import('../state/state.ts').Picture} picture @returns {HTMLElement} without an answer and without its photograph */
export function makeArticle({ id, name }) {
  const heading = `picture-${id}`;
  return element(
    'article',
    { 'data-file': name, 'aria-labelledby': heading },
    makePhoto(id),
    element(
      'div.words',
      {},
      element(
        'header',
        {},
        element('h2', { id: heading, title: name }, name),
        element('span.size'),
        element('button.cross.remove', {
          type: 'button',
          'data-action': 'remove',
          'data-id': String(id),
        }),
      ),
      element('div.answer'),
    ),
  );
}

// For the mouse and the finger: by the keyboard, and for screen readers, there is a button with a name.
function makePhoto(id) {
  return element('button.photo', {
    type: 'button',
    tabindex: '-1',
    'aria-hidden': 'true',
    'data-id': String(id),
  });
}

/** @param {import('../state/settings.ts').Settings} settings */
export function fillArticle(article, picture, settings, strings) {
  const { name, status, result } = picture;
  const photo = article.querySelector('.photo');
  article.dataset.status = status;
  setOrDelete(article.dataset, 'model', result?.model.sha256);
  setOrDelete(photo.dataset, 'action', status === 'done' ? 'look' : undefined);
  photo.dataset.without = strings.noPreview;
  article.querySelector('.remove').setAttribute('aria-label', strings.remove(name));
  article.querySelector('.size').textContent = result
    ? strings.size(result.width, result.height)
    : '';
  article.querySelector('.answer').replaceChildren(...contents[status](picture, settings, strings));
}

function setOrDelete(dataset, name, value) {
  if (value === undefined) delete dataset[name];
  else dataset[name] = value;
}

const contents = {
  waiting: statusLine,
  running: statusLine,
  cancelled: statusLine,
  failed: ({ failure }, _settings, strings) => [
    element('p.message', {}, sentenceOf(failure, strings)),
    element('p.detail', { lang: 'en' }, failure.message, ' ', element('code', {}, failure.code)),
  ],
  done: makeAnswer,
};

function statusLine({ status }, _settings, strings) {
  return [element('p.pending', {}, strings.status[status])];
}
