// The photographs on the cards. Only pictures that were answered have one: any other may be too large for the browser to decode.
// Only cards near the window have theirs: hundreds of them would fill the memory. Few pictures are shown by their files. Many are
// shown by thumbnails, because the page stops for a moment whenever the browser frees a photograph of some megabytes.
import type { Picture } from '../state/state.ts';
import { createThumbnails } from './thumbnails.ts';

const thumbnails = createThumbnails({ sidePx: 512, mostKept: 40 }); // at most 240 CSS pixels high, on screens of 2 pixels for one
const pictures = new WeakMap<Element, Picture>(); // by article
const near = new Set<Element>(); // articles near the window
let areThumbnails = false;

const nearWindow = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) (isIntersecting ? approach : leave)(target);
    showNear();
  },
  { rootMargin: '100%' },
);

/** Shows the photograph of a card, of a picture that may be shown, while the card is near the window. @returns what ends that */
export function followPhoto(article: Element, picture: Picture) {
  pictures.set(article, picture);
  nearWindow.observe(article);
  return () => {
    nearWindow.unobserve(article);
    leave(article);
  };
}

/** @param small whether the cards show thumbnails from now on, or the files */
export function showThumbnails(small: boolean) {
  if (small === areThumbnails) return;
  areThumbnails = small;
  for (const article of near) takeAway(article);
  if (!small) thumbnails.drop();
  showNear();
}

function approach(article: Element) {
  near.add(article);
}

function leave(article: Element) {
  near.delete(article);
  takeAway(article);
}

function showNear() {
  const put = areThumbnails ? putThumbnail : putFile;
  for (const article of near) put(photoOf(article), pictures.get(article)!);
  if (areThumbnails) thumbnails.make([...near].map((article) => pictures.get(article)!));
}

function photoOf(article: Element) {
  return article.querySelector('.photo')!;
}

function putThumbnail(photo: Element, picture: Picture) {
  const canvas = thumbnails.of(picture);
  if (canvas.parentElement !== photo) photo.replaceChildren(canvas);
}

// Without a text: the heading beside it names the file, and the answer says what it shows.
function putFile(photo: Element, { file }: Picture) {
  if (photo.firstElementChild) return;
  const image = new Image();
  image.alt = '';
  image.decoding = 'async';
  image.addEventListener('error', () => (image.dataset.made = 'never'));
  photo.append(image);
  showFile(image, file);
}

function takeAway(article: Element) {
  const photo = photoOf(article);
  const image = photo.querySelector('img');
  photo.replaceChildren();
  if (image) whenLoaded(image, () => showFile(image, null));
}

// Firefox calls an image damaged, in the console, when its source goes away before all of it is loaded.
function whenLoaded(image: HTMLImageElement, then: () => void) {
  if (image.complete) return then();
  for (const event of ['load', 'error']) image.addEventListener(event, then, { once: true });
}

const shown = new WeakMap<HTMLImageElement, { file: Blob; url: string }>();

/**
 * Has an image show a file; null shows none. An object URL keeps its file in memory, and making one waits for another process
 * of the browser: it is made when the file is shown, and revoked when it no longer is.
 */
export function showFile(image: HTMLImageElement, file: Blob | null) {
  const before = shown.get(image);
  if ((before?.file ?? null) === file) return;
  if (before) URL.revokeObjectURL(before.url);
  shown.delete(image);
  image.removeAttribute('src');
  if (!file) return;
  const url = URL.createObjectURL(file);
  shown.set(image, { file, url });
  image.src = url;
}
