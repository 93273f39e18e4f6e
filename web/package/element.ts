// <glance-classifier>: an element that takes a picture and lists what it shows. It loads nothing before the first picture
// (or `preload`), and frees everything when it leaves the document. Described in element.d.ts.
import { createClassifier } from './glance.ts';

const style = `
  :host { display: block; }
  label { display: block; padding: 1em; border: 1px dashed; border-radius: 0.5em; text-align: center; cursor: pointer; }
  label:focus-within { outline: 2px solid; outline-offset: 2px; }
  input { position: absolute; opacity: 0; inline-size: 1px; block-size: 1px; }
  img { display: block; max-inline-size: 100%; max-block-size: 20em; margin: 0.5em auto 0; }
  img:not([src]) { display: none; }
  ol { list-style: none; margin: 0.5em 0 0; padding: 0; }
  li { display: flex; justify-content: space-between; gap: 1em; }`;

// The server side has no elements; importing this module there does nothing.
const Element = globalThis.HTMLElement ?? class {};

export class GlanceClassifierElement extends Element {
  #parts;
  #classifier = null;
  #latest = null;
  #pictureUrl = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    this.#parts = partsIn(root);
    this.#listen();
  }

  connectedCallback() {
    if (this.hasAttribute('preload')) this.ready().catch(() => {}); // the event tells
  }

  disconnectedCallback() {
    this.#latest?.abort();
    this.#classifier?.then(
      (classifier) => classifier.close(),
      () => {},
    );
    this.#classifier = null;
    this.#showPicture(null);
  }

  /** The Classifier, started when it is not yet. */
  ready() {
    this.#classifier ??= this.#start();
    return this.#classifier;
  }

  /** Classifies and shows; resolves to null when it failed, which the event `glance-error` tells, or another came after it. */
  async classify(picture) {
    this.#latest?.abort();
    const { signal } = (this.#latest = new AbortController());
    this.setAttribute('busy', '');
    this.#showPicture(picture);
    this.#showResult('', []);
    try {
      const classifier = await this.ready();
      const result = await classifier.classify(picture, {
        topK: Number(this.getAttribute('top-k') ?? 5),
        signal,
      });
      this.#showResult('', result.predictions);
      this.#tell('glance-result', { picture, result });
      return result;
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
      return null;
    } finally {
      if (this.#latest?.signal === signal) this.removeAttribute('busy');
    }
  }

  async #start() {
    const option = (name) => this.getAttribute(name) ?? undefined;
    const onProgress = (progress) => this.#tell('glance-progress', progress);
    try {
      const options = {
        model: option('model'),
        assets: option('assets'),
        language: option('language'),
        onProgress,
      };
      const classifier = await createClassifier(options);
      this.#tell('glance-ready', { classifier });
      return classifier;
    } catch (error) {
      this.#classifier = null;
      this.#fail(error);
      throw error;
    }
  }

  #listen() {
    const { input, drop } = this.#parts;
    const take = (files) => files.length > 0 && this.classify(files[0]);
    input.addEventListener('change', () => take(input.files));
    drop.addEventListener('dragover', (event) => event.preventDefault());
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      take(event.dataTransfer.files);
    });
  }

  #showPicture(picture) {
    if (this.#pictureUrl) URL.revokeObjectURL(this.#pictureUrl);
    this.#pictureUrl = picture instanceof Blob ? URL.createObjectURL(picture) : null;
    if (this.#pictureUrl) this.#parts.picture.src = this.#pictureUrl;
    else this.#parts.picture.removeAttribute('src');
  }

  #showResult(message, predictions) {
    this.#parts.status.textContent = message;
    this.#parts.results.replaceChildren(...predictions.map(lineOf));
  }

  #fail(error) {
    this.#showResult(error.message, []);
    this.#tell('glance-error', error);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

function make(name, part, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.part = part;
  element.append(...children);
  return element;
}

function partsIn(root) {
  const input = make('input', 'input', { type: 'file', accept: 'image/*' });
  const drop = make(
    'label',
    'drop',
    {},
    make('slot', '', {}, 'Choose a picture, or drop one here'),
    input,
  );
  const picture = make('img', 'picture', { alt: '' });
  const live = make(
    'div',
    'answer',
    { role: 'status' },
    make('p', 'status', {}),
    make('ol', 'results', {}),
  );
  root.append(drop, picture, live);
  return { input, drop, picture, status: live.firstChild, results: live.lastChild };
}

function lineOf({ index, label, score }) {
  const line = make(
    'li',
    'result',
    {},
    make('span', 'label', {}, label),
    make('span', 'score', {}, `${(100 * score).toFixed(1)} %`),
  );
  line.dataset.index = index;
  return line;
}

globalThis.customElements?.define('glance-classifier', GlanceClassifierElement);
