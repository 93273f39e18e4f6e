// The list of pictures: one article each. An article is made once and then only filled anew when its picture or the
// language has changed.
import { fillArticle, makeArticle } from './article.js';

const articles = new Map(); // id -> { article, picture, language }

export function renderPictures({ pictures, language }, strings) {
  const list = document.getElementById('pictures');
  forgetAllBut(new Set(pictures.map(({ id }) => id)));
  pictures.forEach((picture, position) => {
    const { article } = upToDate(picture, language, strings);
    if (list.children[position] !== article) list.insertBefore(article, list.children[position] ?? null);
  });
}

function forgetAllBut(ids) {
  for (const [id, { article }] of articles) {
    if (ids.has(id)) continue;
    article.remove();
    articles.delete(id);
  }
}

function upToDate(picture, language, strings) {
  const known = articles.get(picture.id);
  if (known?.picture === picture && known.language === language) return known;
  const entry = { article: known?.article ?? makeArticle(picture), picture, language };
  fillArticle(entry.article, picture, language, strings);
  articles.set(picture.id, entry);
  return entry;
}
