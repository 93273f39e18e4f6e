// One model that can be chosen.
import { element } from './elements.ts';
import { setText } from './set_text.ts';

/** @param {import('../state/state.ts').Model} offer @returns {HTMLElement} without texts */
export function makeRow({ sha256 }) {
  return element(
    'div.model',
    { 'data-model': sha256 },
    element(
      'label',
      {},
      element('input', { type: 'radio', name: 'model', value: sha256 }),
      element('span.name'),
      ' ',
      element('span.origin'),
    ),
    element('button.quiet.forget', {
      type: 'button',
      'data-action': 'forget',
      'data-sha256': sha256,
      'data-next': 'model-summary',
    }),
  );
}

export function fillRow(row, { name, byteLength, origin }, isShown, strings) {
  const forget = row.querySelector('.forget');
  setText(row.querySelector('.name'), name);
  setText(
    row.querySelector('.origin'),
    `${strings.bytes(byteLength)} · ${strings.origins[origin]}`,
  );
  setText(forget, strings.forget);
  forget.setAttribute('aria-label', strings.forgetModel(name));
  forget.hidden = origin === 'shipped';
  row.querySelector('input').checked = isShown;
}
