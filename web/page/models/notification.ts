// What the page says about a model that was loaded, or was not.
import type { Backend } from '../../library/types.ts';
import type { Model, State } from '../state/state.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';

type Facts = Pick<State, 'loading' | 'model' | 'notification'>;

/** Sentences; empty when there is nothing to say. */
export function notificationText(
  { loading, model, backend, notification }: Facts & Pick<State, 'backend'>,
  strings: Strings,
): string {
  if (loading && model) return strings.modelLoading(loading.name);
  if (!notification) return '';
  const { kind, name, failure, stored } = notification;
  if (kind === 'restarted') return model && backend ? restartText(model, backend, strings) : '';
  const sentence = failure ? sentenceOf(failure, strings) : '';
  return strings.sentences(
    strings.notifications[kind](name, sentence),
    stored === true && strings.stored,
    stored === false && strings.notStored(sentence),
    kind === 'refused' && model && strings.stays(model.name),
  );
}

function restartText(
  { name, inputWidth, inputHeight }: Model,
  backend: Backend,
  strings: Strings,
): string {
  return strings.restarted(name, inputWidth, inputHeight, strings.backend(backend));
}

/** The details: the core's own message, or the command that converts a file. */
export function notificationDetail({ loading, model, notification }: Facts): string {
  if (!notification || (loading && model)) return '';
  const { kind, name, failure } = notification;
  if (kind === 'unconverted') return convertCommand(name);
  return failure ? `${failure.message} (${failure.code})` : '';
}

function convertCommand(name: string): string {
  const stem = name.replace(/\.\w+$/, '');
  return `tools/convert_model.py ${quoted(name)} -o ${quoted(`${stem}.safetensors`)}`;
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
