// The panel at the foot of the page: which models there are, which one is used, and what it is.
import { modelChoices, chosenModel } from '../state/models.ts';
import { renderModelFacts } from './model_facts.ts';
import { fillRow, makeRow } from './model_row.ts';
import { setText } from './set_text.ts';

const rows = new Map(); // SHA-256 -> the row of a model

export function renderModelPanel(state, strings) {
  const offers = modelChoices(state);
  const shown = chosenModel(state);
  setText(document.getElementById('model-summary'), summaryText(state, strings));
  document.getElementById('models').hidden = offers.length < 2;
  renderRows(offers, shown, strings);
  renderModelFacts(shown, state, strings);
}

function summaryText({ model, backend }, strings) {
  if (!model) return strings.modelPanel;
  return [strings.modelSummary(model), backend && strings.backend(backend)]
    .filter(Boolean)
    .join(' · ');
}

function renderRows(offers, shown, strings) {
  const list = document.getElementById('model-list');
  const offered = new Set(offers.map(({ sha256 }) => sha256));
  for (const [sha256, row] of rows) if (!offered.has(sha256)) removeRow(sha256, row);
  offers.forEach((offer, position) => {
    const row = rows.get(offer.sha256) ?? makeRow(offer);
    rows.set(offer.sha256, row);
    fillRow(row, offer, offer === shown, strings);
    if (list.children[position] !== row) list.insertBefore(row, list.children[position] ?? null);
  });
}

function removeRow(sha256, row) {
  row.remove();
  rows.delete(sha256);
}
