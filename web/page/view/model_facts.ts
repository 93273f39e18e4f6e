// What a model is: licence, size, labels, input, source and SHA-256; and what it runs on.
import { backendText } from '../strings/strings.ts';
import { setText } from './set_text.ts';

/** @param {import('../state/state.ts').Model | undefined} model nothing is shown without one */
export function renderModelFacts(model, { language, hash, backend }, strings) {
  document.getElementById('model-facts').hidden = !model;
  if (!model) return;
  const fact = (name, text) => setText(document.getElementById(`fact-${name}`), text);
  fact('license', model.license || strings.notStated);
  fact('size', strings.bytes(model.byteLength));
  fact('labels', labelsText(model, language, strings));
  fact('input', strings.inputSize(model.inputWidth, model.inputHeight));
  setText(document.getElementById('runs-on'), backend ? backendText(backend, strings) : '');
  fact('source', sourceText(model.source) || strings.notStated);
  fact('sha256', model.sha256);
  renderHash(model.sha256, hash, strings);
}

function labelsText({ classes, languages, examples }, language, strings) {
  const counted = strings.labelCount(classes, languages);
  const labels = examples?.[language];
  return labels ? strings.labelsText(counted, labels) : counted;
}

function sourceText({ package: name, url, file }) {
  return [name, url, file].filter(Boolean).join(', ');
}

// Cut short by the style, but whole for whoever selects it, points at it or has it read out.
function renderHash(sha256, hash, strings) {
  const code = document.getElementById('fact-sha256');
  code.title = sha256;
  code.dataset.shown = hash;
  setText(document.getElementById('copy-hash'), hash === 'copied' ? strings.copied : strings.copy);
}
