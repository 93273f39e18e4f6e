// The pictures as cards: one article each. An article is made once and then only filled anew when its picture or the
// settings have changed. Of many, only some are made at once, and only those near the window hold a photograph.
import { layoutOf } from '../state.js';
import { manyAtOnce } from '../state_table.js';
import { fillArticle, makeArticle } from './article.js';

const mostAtOnce = 16; // new articles a frame, so that the page stays quick
const articles = new Map(); // id -> { article, picture, settings }
let latest = null;
let frame = 0;

export function renderPictures(state, strings) {
  latest = { state, strings };
  const list = document.getElementById('pictures');
  const pictures = layoutOf(state) === 'cards' ? state.pictures : [];
  list.hidden = pictures.length === 0;
  list.classList.toggle('many-cards', pictures.length > manyAtOnce);
  forgetAllBut(new Set(pictures.map(({ id }) => id)));
  const fresh = pictures.filter(({ id }) => !articles.has(id));
  const postponed = new Set(fresh.slice(mostAtOnce));
  showInOrder(list, pictures.filter((picture) => !postponed.has(picture)), state.settings, strings);
  if (postponed.size > 0) frame ||= requestAnimationFrame(goOn);
}

function goOn() {
  frame = 0;
  renderPictures(latest.state, latest.strings);
}

function showInOrder(list, pictures, settings, strings) {
  let next = list.firstElementChild;
  for (const picture of pictures) {
    const { article } = upToDate(picture, settings, strings);
    if (article === next) next = next.nextElementSibling;
    else list.insertBefore(article, next);
  }
}

function forgetAllBut(ids) {
  for (const [id, { article }] of articles) {
    if (ids.has(id)) continue;
    nearWindow.unobserve(article);
    article.remove();
    articles.delete(id);
  }
}

function upToDate(picture, settings, strings) {
  const known = articles.get(picture.id);
  if (known?.picture === picture && known.settings === settings) return known;
  const entry = { article: known?.article ?? observed(makeArticle(picture), picture), picture, settings };
  fillArticle(entry.article, picture, settings, strings);
  articles.set(picture.id, entry);
  return entry;
}

// A photograph that is out of sight is let go: hundreds of them would fill the memory.
const previews = new WeakMap(); // article -> URL of its photograph
const nearWindow = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) showPreview(target, isIntersecting);
}, { rootMargin: '100%' });

function observed(article, { preview }) {
  previews.set(article, preview);
  nearWindow.observe(article);
  return article;
}

function showPreview(article, isNear) {
  const image = article.querySelector('.photo img');
  const isShown = image.hasAttribute('src');
  if (isNear && !isShown) image.src = previews.get(article);
  if (!isNear && isShown) image.removeAttribute('src');
}
