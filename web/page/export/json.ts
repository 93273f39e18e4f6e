// The answers as one JSON document (docs/export.md). Records are as `glance classify --format json` prints them, and more.
import { recordsOf } from './records.ts';

/** @param {import('../state/state.ts').State} state @returns {string} */
export function jsonOf(state) {
  const records = recordsOf(state);
  const models = new Map(
    records.filter(({ model }) => model).map(({ model }) => [keyOf(model), model]),
  );
  const numbers = new Map([...models.keys()].map((key, number) => [key, number]));
  const pictures = records.map(({ model, ...record }) =>
    model ? { ...record, model: numbers.get(keyOf(model)) } : record,
  );
  return `${JSON.stringify({ format: 'glance-answers', version: 1, language: state.language, models: [...models.values()], pictures }, null, 2)}\n`;
}

// The same weights may have been run at two resolutions.
function keyOf({ sha256, input }) {
  return `${sha256} ${input.width} ${input.height}`;
}
