// What the page says about a model that came, or did not.
import { sentenceOf } from '../strings/strings.ts';

/**
 * @param {import('../state/state.ts').State} state
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {string} sentences; empty when there is nothing to say
 */
export function notificationText({ loading, model, backend, notification }, strings) {
  if (loading && model) return strings.modelLoading(loading.name);
  if (!notification) return '';
  if (notification.kind === 'restarted') return restartText(model, backend, strings);
  const { kind, name, failure, stored } = notification;
  const sentence = failure ? sentenceOf(failure, strings) : '';
  return strings.sentences(
    strings.notifications[kind](name, sentence),
    stored === true && strings.stored,
    stored === false && strings.notStored(sentence),
    kind === 'refused' && model && strings.stays(model.name),
  );
}

function restartText({ name, inputWidth, inputHeight }, backend, strings) {
  return strings.restarted(name, inputWidth, inputHeight, strings.backend(backend));
}

/** @returns {string} for those who want to know it exactly: the core's own words, or the command that converts a file */
export function notificationDetail({ loading, model, notification }) {
  if (!notification || (loading && model)) return '';
  if (notification.kind === 'unconverted') return convertCommand(notification.name);
  return notification.failure
    ? `${notification.failure.message} (${notification.failure.code})`
    : '';
}

function convertCommand(name) {
  const stem = name.replace(/\.\w+$/, '');
  return `tools/convert_model.py ${quoted(name)} -o ${quoted(`${stem}.safetensors`)}`;
}

function quoted(name) {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
