// The dialogue of the camera: its picture, which camera, what it shows, and what there is to say.
import { cameraNames } from '../../camera/names.ts';
import { element } from '../elements.ts';
import { setText } from '../set_text.ts';

export function renderCamera({ camera, language, settings }, strings) {
  const dialog = document.getElementById('camera');
  dialog.dataset.camera = camera.status;
  dialog.dataset.mirrored = camera.mirrored;
  setText(document.getElementById('camera-message'), messageOf(camera, strings));
  document.getElementById('camera-again').hidden = camera.status !== 'failed';
  document.getElementById('camera-mirrored').hidden = camera.status !== 'on' || !camera.mirrored;
  document.getElementById('take-picture').disabled = camera.status !== 'on';
  document.getElementById('live').checked = camera.live;
  setText(
    document.getElementById('camera-taken'),
    camera.taken > 0 ? strings.cameraTaken(camera.taken) : '',
  );
  renderDevices(camera, strings);
  renderAnswer(camera, language, settings, strings);
}

function messageOf({ status, failure }, strings) {
  if (status === 'asking') return strings.cameraAsking;
  return status === 'failed' ? strings.cameraErrors[failure] : '';
}

function renderDevices({ devices, device }, strings) {
  const choice = document.getElementById('camera-choice');
  document.getElementById('camera-device').hidden = devices.length < 2;
  const names = cameraNames(devices, strings);
  const same =
    choice.length === names.length &&
    names.every((name, i) => choice[i].text === name && choice[i].value === devices[i].id);
  if (!same)
    choice.replaceChildren(
      ...names.map((name, i) => element('option', { value: devices[i].id }, name)),
    );
  if (device !== null) choice.value = device;
}

// The rows stay, so that their bars glide from one answer to the next.
function renderAnswer(
  { status, live, predictions, framesPerSecond },
  language,
  { threshold },
  strings,
) {
  const list = document.getElementById('camera-answer');
  const shown = (predictions ?? []).filter(({ score }, i) => i === 0 || score >= threshold);
  while (list.children.length < shown.length) list.append(makeRow());
  [...list.children].forEach((row, i) => fillRow(row, shown[i], language, strings));
  const looking = status === 'on' && live;
  setText(
    document.getElementById('camera-pace'),
    looking && framesPerSecond !== null ? strings.cameraPace(framesPerSecond) : '',
  );
  list.hidden = !looking;
}

function makeRow() {
  return element(
    'li',
    {},
    element('span.label'),
    element('span.percent'),
    element('span.bar', { 'aria-hidden': 'true' }, element('span')),
  );
}

function fillRow(row, prediction, language, strings) {
  row.hidden = !prediction;
  if (!prediction) return;
  const { index, score, labels } = prediction;
  row.dataset.index = index;
  row.dataset.score = score;
  setText(row.querySelector('.label'), labels[language]);
  setText(row.querySelector('.percent'), strings.percent(score));
  row.querySelector('.bar span').style.setProperty('--score', score);
}
