// What was found in a picture: the labels with their bars, how sure the network is, what was done to the picture, and how
// long it took.
import { certaintyOf } from '../state/answer.ts';
import { shownPredictions } from '../state/answer.ts';
import { element } from './elements.ts';

/**
 * @param {import('../state/state.ts').Picture} picture with a result
 * @param {import('../state/settings.ts').Settings} settings
 * @returns {HTMLElement[]}
 */
export function makeAnswer({ id, name, result }, settings, strings) {
  const shown = shownPredictions(result.predictions, settings);
  return [
    shown.length > 0 &&
      element('ol', {}, ...shown.map((each) => makePrediction(each, settings.language, strings))),
    makeDoubt(result, settings, strings),
    ...result.notes.map((note) => element('p.note', {}, strings.notes[note.code] ?? note.message)),
    makeCloser(id, strings.lookAt(name), strings.look),
    makeTimes(result, strings),
  ].filter(Boolean);
}

function makeCloser(id, label, text) {
  return element(
    'button.quiet.closer',
    { type: 'button', 'data-action': 'look', 'data-id': String(id), 'aria-label': label },
    text,
  );
}

/** One sentence: that nothing reaches the threshold, or why the answer is not sure; null when it is sure. */
export function makeDoubt(result, settings, strings) {
  const text = doubtText(result, settings, strings);
  if (!text) return null;
  return element(
    'p.doubt',
    { 'data-certainty': certaintyOf(result) },
    text.start && element('strong', {}, text.start),
    text.why,
  );
}

function doubtText(result, settings, strings) {
  const [best, second] = result.predictions;
  const [label, other] = [best, second].map((each) => each?.labels[settings.language]);
  if (shownPredictions([best], settings).length === 0) {
    return {
      why: strings.noneReaches(
        strings.percent(settings.threshold),
        label,
        strings.percent(best.score),
      ),
    };
  }
  const certainty = certaintyOf(result);
  if (certainty === 'sure') return null;
  return {
    start: strings.notSure,
    why: strings.unsure[certainty]([label, other], strings.percent(best.score)),
  };
}

function makePrediction({ index, score, labels }, language, strings) {
  const bar = element('span.bar', { 'aria-hidden': 'true' }, element('span'));
  bar.firstChild.style.setProperty('--score', score);
  return element(
    'li',
    { 'data-index': String(index), 'data-score': String(score) },
    element('span.label', otherLabel(labels, language), labels[language]),
    element('span.percent', {}, strings.percent(score)),
    bar,
  );
}

/** The label in the other language, for who points at it. A model may have labels in one language only. */
function otherLabel(labels, language) {
  const other = Object.entries(labels).find(
    ([each, label]) => each !== language && label !== labels[language],
  );
  return other ? { title: other[1] } : {};
}

function makeTimes({ model, timings }, strings) {
  const time = (step) =>
    element('span', {}, strings[step], ' ', strings.milliseconds(timings[step]));
  return element(
    'p.times',
    {},
    element('span.by', {}, model.name),
    ...['decode', 'preprocess', 'infer'].map(time),
  );
}
