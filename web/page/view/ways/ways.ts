// The ways in that not every browser has, what there is to say about what came, and the sample pictures.
import { phaseOf } from '../../state/reduce.ts';
import { noticeText } from '../../input/notice.ts';
import { samples as known } from '../../input/samples.ts';
import { element } from '../elements.ts';
import { setText } from '../set_text.ts';

/** @param {import('../../state/state.ts').State} state */
export function renderWays(state, strings) {
  const { inputs, pictures, language } = state;
  document.getElementById('folder-way').hidden = !inputs.folders;
  document.getElementById('paste').hidden = !inputs.clipboard;
  setText(document.getElementById('notice'), noticeText(inputs.notice, strings));
  document.getElementById('samples').hidden =
    inputs.samples.length === 0 || pictures.length > 0 || phaseOf(state) === 'error';
  renderSamples(inputs, language, strings);
}

function renderSamples({ samples, fetching }, language, strings) {
  const list = document.getElementById('sample-list');
  if (list.children.length !== samples.length) list.replaceChildren(...samples.map(makeSample));
  if (samples.length === 0) return;
  for (const button of list.children)
    button.setAttribute('aria-busy', button.dataset.sample === fetching);
  if (list.lang !== language) nameSamples(list, language, strings);
}

function makeSample({ name, thumbnail }) {
  return element(
    'button.sample',
    { type: 'button', 'data-action': 'sample', 'data-sample': name, 'data-next': 'file-input' },
    element('img', { src: thumbnail, alt: '', width: '80', height: '80', decoding: 'async' }),
  );
}

function nameSamples(list, language, strings) {
  list.lang = language;
  for (const button of list.children) {
    const sample = known.find(({ file }) => button.dataset.sample.endsWith(`/${file}`));
    const name = strings.trySample(strings.samples[sample.name], sample);
    button.setAttribute('aria-label', name);
    button.title = name;
  }
  setText(document.getElementById('samples-credit'), strings.samplesCredit(byLicense()));
}

function byLicense() {
  const licenses = [...new Set(known.map(({ license }) => license))];
  return licenses.map((license) => ({
    license,
    by: known.filter((each) => each.license === license).map(({ by }) => by),
  }));
}
