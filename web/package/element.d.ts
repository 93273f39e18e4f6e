// Types of the npm package's `glance/element`. Importing it defines the element <glance-classifier>.
import type { Classification, Classifier, GlanceError, Picture, Progress } from './glance.ts';

/**
 * A place to choose or drop a picture, and the list of what it shows.
 *
 * Attributes, read when the classifier starts: `model` and `assets` (URLs), `language`, `preload` (start at once instead of
 * with the first picture); read with each picture: `top-k`. `busy` is set while a picture is looked at.
 * Its content replaces the invitation. CSS parts: `drop`, `input`, `picture`, `answer`, `status`, `results`, `result`, `label`, `score`.
 * Events, all of which bubble: see GlanceClassifierEvents.
 */
export declare class GlanceClassifierElement extends HTMLElement {
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
  interface HTMLElementEventMap extends GlanceClassifierEvents {}
}
