// One picture: its preview, and the answer or the reason why there is none.
import { sentenceOf } from '../status.js';
import { element } from './elements.js';

/** @param {import('../state.js').Picture} picture @returns {HTMLElement} without an answer */
export function makeArticle({ id, name, preview }) {
  const heading = `picture-${id}`;
  return element('article', { 'data-file': name, 'aria-labelledby': heading },
    element('div.photo', {}, makePreview(preview)),
    element('div.words', {},
      element('header', {},
        element('h2', { id: heading, title: name }, name),
        element('span.size'),
        element('button.cross.remove', { type: 'button', 'data-action': 'remove', 'data-id': String(id) })),
      element('div.answer')));
}

// The heading beside it names the file, and the answer says what it shows: more would be said twice.
function makePreview(url) {
  const image = element('img', { alt: '', loading: 'lazy', decoding: 'async', src: url });
  image.addEventListener('error', () => image.parentElement.classList.add('without-preview'));
  return image;
}

export function fillArticle(article, picture, language, strings) {
  article.dataset.status = picture.status;
  if (picture.result) article.dataset.model = picture.result.model.sha256;
  else delete article.dataset.model;
  article.querySelector('.remove').setAttribute('aria-label', strings.remove(picture.name));
  article.querySelector('.photo').dataset.without = strings.noPreview;
  const { result } = picture;
  article.querySelector('.size').textContent = result ? strings.size(result.width, result.height) : '';
  article.querySelector('.answer').replaceChildren(...contents[picture.status](picture, language, strings));
}

const contents = {
  waiting: statusLine,
  running: statusLine,
  cancelled: statusLine,
  failed: ({ failure }, _language, strings) => [
    element('p.message', {}, sentenceOf(failure, strings)),
    element('p.detail', { lang: 'en' }, failure.message, ' ', element('code', {}, failure.code)),
  ],
  done: ({ result }, language, strings) => [
    element('ol', {}, ...result.predictions.map((prediction) => makePrediction(prediction, language, strings))),
    ...result.notes.map((note) => element('p.note', {}, strings.notes[note.code] ?? note.message)),
    makeTimes(result, strings),
  ],
};

function statusLine({ status }, _language, strings) {
  return [element('p.pending', {}, strings.status[status])];
}

function makePrediction({ index, score, labels }, language, strings) {
  const bar = element('span.bar', { 'aria-hidden': 'true' }, element('span'));
  bar.firstChild.style.setProperty('--score', score);
  return element('li', { 'data-index': String(index), 'data-score': String(score) },
    element('span.label', {}, labels[language]),
    element('span.percent', {}, strings.percent(score)),
    bar);
}

function makeTimes({ model, timings }, strings) {
  const time = (step) => element('span', {}, strings[step], ' ', strings.milliseconds(timings[step]));
  return element('p.times', {}, element('span.by', {}, model.name), ...['decode', 'preprocess', 'infer'].map(time));
}
