// What a model can name, in one sentence: it stands under the heading, and with an answer that is not sure.
import type { Language, Model } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';

// A model with so many classes and all of these groups has the classes of ImageNet, which name no people, text or brands.
const imageNet = { classes: 1000, widest: ['animal', 'plant', 'food', 'vehicle', 'place'] };
const mostNamed = 5;

/** Empty while the model is not known. */
export function knowsText(
  model: Model | null | undefined,
  language: Language,
  strings: Strings,
): string {
  if (!model?.examples) return '';
  const { ids, labels } = model.widest ?? { ids: [], labels: [] };
  if (model.classes === imageNet.classes && imageNet.widest.every((id) => ids.includes(id)))
    return strings.knows(model.classes);
  const groups = labels.slice(0, mostNamed).map((each) => each[language] ?? '');
  const named = groups.length > 0 ? groups : (model.examples[language] ?? []);
  return strings.knowsOnly(model.classes, named);
}
