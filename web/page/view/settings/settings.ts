// The dialogue of the settings: each control shows its setting, and what of a wish could not be had stands below it.
import { setText } from '../set_text.ts';

export function renderSettings(state, strings) {
  const { settings } = state;
  for (const control of document.querySelectorAll('#settings [name]'))
    showValue(control, settings[control.name]);
  setText(document.getElementById('top-k-value'), strings.countText(settings.topK));
  setText(document.getElementById('threshold-value'), strings.wholePercent(settings.threshold));
  setText(document.getElementById('resolution-hint'), resolutionHint(state, strings));
  setText(document.getElementById('threads-hint'), threadsHint(state, strings));
}

function showValue(control, value) {
  const text = String(value ?? '');
  if (control.type === 'radio') control.checked = control.value === text;
  else if (control.value !== text) control.value = text;
}

function resolutionHint({ settings: { resolution }, model, loading }, strings) {
  if (!model || loading || !resolution || model.inputWidth === resolution)
    return strings.resolutionHint;
  return strings.resolutionInVain(model.name, model.inputWidth, model.inputHeight);
}

function threadsHint({ backend }, strings) {
  const why = backend?.reasons.find((reason) => reason.startsWith('threads/'));
  return why
    ? strings.sentences(strings.runs(strings.backend(backend)), strings.backendReasons[why])
    : '';
}
