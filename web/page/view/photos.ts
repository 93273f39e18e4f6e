// The photographs on the cards. Only cards near the window have theirs: hundreds of them would fill the memory. Of a few
// pictures the files themselves are shown. Of many it is thumbnails, because the page stands still while the browser lets
// photographs of some megabytes go.
import { element } from './elements.ts';
import { showFile } from './preview/file_image.ts';
import { createThumbnails } from './preview/thumbnails.ts';

const thumbnails = createThumbnails({ sidePx: 512, mostKept: 40 }); // 240 pixels high at most, on screens of two pixels for one
const pictures = new WeakMap(); // article -> its picture
const near = new Set(); // articles that are near the window
let areThumbnails = false;

const nearWindow = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) (isIntersecting ? approach : leave)(target);
    showNear();
  },
  { rootMargin: '100%' },
);

/** Shows the photograph of a card whenever the card is near the window. @param {{ id: number, file: Blob }} picture */
export function followPhoto(article, picture) {
  pictures.set(article, picture);
  nearWindow.observe(article);
}

/** Lets the photograph of a card go that will not be shown any longer. */
export function forgetPhoto(article) {
  nearWindow.unobserve(article);
  leave(article);
}

/** @param {boolean} small whether the cards show thumbnails from now on, or the files */
export function showThumbnails(small) {
  if (small === areThumbnails) return;
  areThumbnails = small;
  for (const article of near) takeAway(article);
  if (!small) thumbnails.drop();
  showNear();
}

function approach(article) {
  near.add(article);
}

function leave(article) {
  near.delete(article);
  takeAway(article);
}

function showNear() {
  for (const article of near)
    (areThumbnails ? putThumbnail : putFile)(
      article.querySelector('.photo'),
      pictures.get(article),
    );
  if (areThumbnails) thumbnails.make([...near].map((article) => pictures.get(article)));
}

function putThumbnail(photo, picture) {
  const canvas = thumbnails.of(picture);
  if (canvas.parentElement !== photo) photo.replaceChildren(canvas);
}

// The heading beside it names the file, and the answer says what it shows: more would be said twice.
function putFile(photo, { file }) {
  if (photo.firstElementChild) return;
  const image = element('img', { alt: '', decoding: 'async' });
  image.addEventListener('error', () => (image.dataset.made = 'never'));
  photo.append(image);
  showFile(image, file);
}

function takeAway(article) {
  const photo = article.querySelector('.photo');
  const image = photo.querySelector('img');
  if (image) showFile(image, null);
  photo.replaceChildren();
}
