// Importing `glance/element` defines the element <glance-classifier>. It loads nothing before the first picture (or `preload`),
// and frees everything when it leaves the document. Its types, element.d.ts, are made from this file.
import { createClassifier } from './glance.ts';
import type {
  Answer,
  Classification,
  Classifier,
  GlanceError,
  Picture,
  Prediction,
  Progress,
} from './glance.ts';

/**
 * A place to choose or drop a picture, and the list of what it shows.
 *
 * Attributes, read when the classifier starts: `model` and `assets` (URLs), `language`, `preload` (start at once instead of
 * with the first picture); read with each picture: `top-k`, `level`, `look-again`. `busy` is set while a picture is looked at.
 * Its content replaces the invitation. CSS parts: `drop`, `input`, `picture`, `answer`, `status`, `name`, `results`, `result`, `label`, `score`.
 * Events, all of which bubble: see GlanceClassifierEvents.
 */
export interface GlanceClassifierElement extends HTMLElement {
  /** The classifier, started when it is not yet; the element closes it when it leaves the document. */
  ready(): Promise<Classifier>;
  /** Shows a picture and what it shows; null when it failed, or when another picture came after it. */
  classify(picture: Picture): Promise<Classification | null>;
}

export interface GlanceClassifierEvents {
  'glance-progress': CustomEvent<Progress>;
  'glance-ready': CustomEvent<{ classifier: Classifier }>;
  'glance-result': CustomEvent<{ picture: Picture; result: Classification }>;
  'glance-error': CustomEvent<GlanceError>;
}

declare global {
  interface HTMLElementTagNameMap {
    'glance-classifier': GlanceClassifierElement;
  }
  interface HTMLElementEventMap {
    'glance-progress': GlanceClassifierEvents['glance-progress'];
    'glance-ready': GlanceClassifierEvents['glance-ready'];
    'glance-result': GlanceClassifierEvents['glance-result'];
    'glance-error': GlanceClassifierEvents['glance-error'];
  }
}

const style = `
  :host { display: block; }
  label { display: block; padding: 1em; border: 1px dashed; border-radius: 0.5em; text-align: center; cursor: pointer; }
  label:focus-within { outline: 2px solid; outline-offset: 2px; }
  input { position: absolute; opacity: 0; inline-size: 1px; block-size: 1px; }
  img { display: block; max-inline-size: 100%; max-block-size: 20em; margin: 0.5em auto 0; }
  img:not([src]) { display: none; }
  p:empty { margin: 0; }
  ol { list-style: none; margin: 0.5em 0 0; padding: 0; }
  li { display: flex; justify-content: space-between; gap: 1em; }`;

// The server side has no elements; importing this module there does nothing.
const Element = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

class ClassifierElement extends Element implements GlanceClassifierElement {
  #parts: Parts;
  #classifier: Promise<Classifier> | null = null;
  #latest: AbortController | null = null;
  #pictureUrl: string | null = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    this.#parts = addParts(root);
    this.#listen();
  }

  connectedCallback(): void {
    if (this.hasAttribute('preload')) this.ready().catch(() => {}); // the event tells
  }

  disconnectedCallback(): void {
    this.#latest?.abort();
    this.#classifier?.then(
      (classifier) => classifier.close(),
      () => {},
    );
    this.#classifier = null;
    this.#showPicture(null);
  }

  ready(): Promise<Classifier> {
    this.#classifier ??= this.#start();
    return this.#classifier;
  }

  async classify(picture: Picture): Promise<Classification | null> {
    this.#latest?.abort();
    const { signal } = (this.#latest = new AbortController());
    this.setAttribute('busy', '');
    this.#showPicture(null); // only a picture that was answered is known not to be too large for the browser
    this.#showResult('', null, []);
    try {
      const classifier = await this.ready();
      const number = (name: string) => {
        const text = this.getAttribute(name);
        return text === null ? undefined : Number(text);
      };
      const options = {
        topK: number('top-k'),
        level: number('level'),
        lookAgain: this.hasAttribute('look-again'),
        signal,
      };
      const result = await classifier.classify(picture, options);
      this.#showPicture(picture);
      this.#showResult(damageOf(result), result.answer, result.predictions);
      this.#tell('glance-result', { picture, result });
      return result;
    } catch (error) {
      if (!signal.aborted) this.#fail(error as GlanceError);
      return null;
    } finally {
      if (this.#latest?.signal === signal) this.removeAttribute('busy');
    }
  }

  async #start(): Promise<Classifier> {
    const option = (name: string) => this.getAttribute(name) ?? undefined;
    try {
      const classifier = await createClassifier({
        model: option('model'),
        assets: option('assets'),
        language: option('language'),
        onProgress: (progress) => this.#tell('glance-progress', progress),
      });
      this.#tell('glance-ready', { classifier });
      return classifier;
    } catch (error) {
      this.#classifier = null;
      this.#fail(error as GlanceError);
      throw error;
    }
  }

  #listen(): void {
    const { input, drop } = this.#parts;
    const take = (files: FileList | null | undefined) => {
      const file = files?.[0];
      if (file) void this.classify(file);
    };
    input.addEventListener('change', () => take(input.files));
    drop.addEventListener('dragover', (event) => event.preventDefault());
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files);
    });
  }

  #showPicture(picture: Picture | null): void {
    if (this.#pictureUrl) URL.revokeObjectURL(this.#pictureUrl);
    this.#pictureUrl = picture instanceof Blob ? URL.createObjectURL(picture) : null;
    if (this.#pictureUrl) this.#parts.picture.src = this.#pictureUrl;
    else this.#parts.picture.removeAttribute('src');
  }

  #showResult(message: string, answer: Answer | null, predictions: Prediction[]): void {
    this.#parts.status.textContent = message;
    this.#parts.name.textContent = answer && nameOf(answer);
    this.#parts.results.replaceChildren(...predictions.map(lineOf));
  }

  #fail(error: GlanceError): void {
    this.#showResult(error.message, null, []);
    this.#tell('glance-error', error);
  }

  #tell<Type extends keyof GlanceClassifierEvents>(
    type: Type,
    detail: GlanceClassifierEvents[Type]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

export const GlanceClassifierElement: { new (): GlanceClassifierElement } = ClassifierElement;

interface Parts {
  input: HTMLInputElement;
  drop: HTMLLabelElement;
  picture: HTMLImageElement;
  status: HTMLParagraphElement;
  name: HTMLParagraphElement;
  results: HTMLOListElement;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.part.value = part;
  element.append(...children);
  return element;
}

function addParts(root: ShadowRoot): Parts {
  const input = make('input', 'input', { type: 'file', accept: 'image/*' });
  const invitation = make('slot', '', {}, 'Choose a picture, or drop one here');
  const drop = make('label', 'drop', {}, invitation, input);
  const picture = make('img', 'picture', { alt: '' });
  const status = make('p', 'status', {});
  const name = make('p', 'name', {});
  const results = make('ol', 'results', {});
  root.append(drop, picture, make('div', 'answer', { role: 'status' }, status, name, results));
  return { input, drop, picture, status, name, results };
}

function damageOf({ notes }: Classification): string {
  return notes.find(({ code }) => code === 'note/damaged')?.message ?? '';
}

function nameOf({ label, score, unknown }: Answer): string {
  return unknown ? 'Not sure' : `${label}, ${percent(score)}`;
}

function percent(score: number): string {
  return `${(100 * score).toFixed(1)} %`;
}

function lineOf({ index, label, score }: Prediction): HTMLLIElement {
  const name = make('span', 'label', {}, label);
  const line = make('li', 'result', {}, name, make('span', 'score', {}, percent(score)));
  line.dataset.index = String(index);
  return line;
}

globalThis.customElements?.define('glance-classifier', ClassifierElement);
