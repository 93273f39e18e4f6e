// The dialogue "About this build".
import { aboutFacts } from '../../about/facts.ts';
import { element } from '../elements.ts';
import { setText } from '../set_text.ts';
import { renderBenchmark } from './benchmark.ts';

let shown = null; // what the lists were made of

export function renderAbout(state, strings) {
  if (state.dialog !== 'about') return;
  const { build, model, backend, offline, language } = state;
  const now = [build, model, backend, offline, language];
  if (!shown?.every((each, i) => each === now[i])) renderLists(state, strings);
  shown = now;
  renderBenchmark(state, strings);
}

function renderLists(state, strings) {
  const { build } = state;
  document
    .getElementById('about-facts')
    .replaceChildren(...aboutFacts(state, strings).map(makeFact));
  setText(document.getElementById('policy'), build?.policy.replaceAll('; ', ';\n') ?? '');
  document.getElementById('part-list').replaceChildren(...(build?.parts.map(makePart) ?? []));
}

function makeFact({ name, text, code }) {
  return element(
    'div',
    {},
    element('dt', {}, name),
    element('dd', {}, code ? element('code.hash', {}, text) : text),
  );
}

function makePart({ name, license }) {
  return element('li', { lang: 'en' }, name, ' ', element('span.license', {}, license));
}
