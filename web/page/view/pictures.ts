// The pictures as cards: one article each, in groups. An article is made once and then only filled anew when its picture or
// the settings have changed. Of many, only some are made at once.
import { layoutOf } from '../state/table.ts';
import { mostCards } from '../state/table.ts';
import { fillArticle, makeArticle } from './article.ts';
import { element } from './elements.ts';
import { keepFocus, putInOrder } from './in_order.ts';
import { followPhoto, forgetPhoto, showThumbnails } from './photos.ts';

const mostAtOnce = 16; // new articles a frame, so that the page stays quick
const groupSize = 12; // whole rows of one, two, three or four: a group far from the window costs nothing
const articles = new Map(); // id -> { article, picture, settings }
let latest = null;
let frame = 0;

export function renderPictures(state, strings) {
  latest = { state, strings };
  const list = document.getElementById('pictures');
  const pictures = layoutOf(state) === 'cards' ? state.pictures : [];
  const areMany = pictures.length > mostCards;
  list.hidden = pictures.length === 0;
  list.classList.toggle('many-cards', areMany);
  list.classList.toggle('alone', pictures.length === 1);
  showThumbnails(areMany);
  forgetAllBut(new Set(pictures.map(({ id }) => id)));
  const fresh = pictures.filter(({ id }) => !articles.has(id));
  const postponed = new Set(fresh.slice(frame ? 0 : mostAtOnce));
  showInOrder(
    list,
    pictures.filter((picture) => !postponed.has(picture)),
    state.settings,
    strings,
  );
  if (postponed.size > 0) frame ||= requestAnimationFrame(goOn);
}

function goOn() {
  frame = 0;
  renderPictures(latest.state, latest.strings);
}

function showInOrder(list, pictures, settings, strings) {
  const shown = pictures.map((picture) => upToDate(picture, settings, strings).article);
  const groupCount = Math.ceil(shown.length / groupSize);
  keepFocus(list, () => {
    for (let i = 0; i < groupCount; ++i) {
      const group = list.children[i] ?? list.appendChild(element('div.cards'));
      putInOrder(group, shown.slice(i * groupSize, (i + 1) * groupSize)); // the next group takes what is too much
    }
    while (list.children.length > groupCount) list.lastElementChild.remove();
  });
}

function forgetAllBut(ids) {
  for (const [id, { article }] of articles) {
    if (ids.has(id)) continue;
    forgetPhoto(article);
    article.remove();
    articles.delete(id);
  }
}

function upToDate(picture, settings, strings) {
  const known = articles.get(picture.id);
  if (known?.picture === picture && known.settings === settings) return known;
  const entry = {
    article: known?.article ?? followed(makeArticle(picture), picture),
    picture,
    settings,
  };
  fillArticle(entry.article, picture, settings, strings);
  articles.set(picture.id, entry);
  return entry;
}

function followed(article, picture) {
  followPhoto(article, picture);
  return article;
}
