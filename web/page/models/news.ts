// What the page says about a model that came, or did not.
import { sentenceOf } from '../pictures/status.ts';

/**
 * @param {import('../state/state.ts').State} state
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {string} sentences; empty when there is nothing to say
 */
export function newsText({ arriving, model, backend, news }, strings) {
  if (arriving && model) return strings.modelArriving(arriving.name);
  if (!news) return '';
  if (news.kind === 'restarted') return restartText(model, backend, strings);
  const { kind, name, failure, remembered } = news;
  const sentence = failure ? sentenceOf(failure, strings) : '';
  return strings.sentences(
    strings.news[kind](name, sentence),
    remembered === true && strings.remembered,
    remembered === false && strings.notRemembered(sentence),
    kind === 'refused' && model && strings.stays(model.name),
  );
}

function restartText({ name, inputWidth, inputHeight }, backend, strings) {
  return strings.restarted(name, inputWidth, inputHeight, strings.backend(backend));
}

/** @returns {string} for those who want to know it exactly: the core's own words, or the command that converts a file */
export function newsDetail({ arriving, model, news }) {
  if (!news || (arriving && model)) return '';
  if (news.kind === 'unconverted') return convertCommand(news.name);
  return news.failure ? `${news.failure.message} (${news.failure.code})` : '';
}

function convertCommand(name) {
  const stem = name.replace(/\.\w+$/, '');
  return `tools/convert_model.py ${quoted(name)} -o ${quoted(`${stem}.safetensors`)}`;
}

function quoted(name) {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
