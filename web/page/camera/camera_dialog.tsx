// The dialog of the camera: its picture, which camera, what it shows, and what there is to say.
import type { Actions } from '../actions.ts';
import { verdictOf } from '../pictures/verdict.ts';
import type { Camera, Settings } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { memo, ScoreBar, Sheet } from '../widgets.tsx';
import { cameraNames } from './devices.ts';

type CameraProps = {
  open: boolean;
  camera: Camera;
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

export const CameraDialog = memo((props: CameraProps) => {
  const { open, camera, strings, actions } = props;
  const { status, mirrored, live, taken } = camera;
  return (
    <Sheet
      id="camera"
      class="sheet camera"
      data-camera={status}
      data-mirrored={mirrored}
      title={strings.camera}
      onLeave={actions.leaveCamera}
      {...{ open, strings }}
    >
      <div class="camera-body">
        <div class="camera-stage">
          <video id="camera-video" playsInline muted aria-label={strings.cameraPicture} />
          <div class="camera-told">
            <p id="camera-message" aria-live="polite">
              {messageOf(camera, strings)}
            </p>
            <button
              type="button"
              id="camera-again"
              class="button plain"
              data-action="askForCamera"
              hidden={status !== 'failed'}
              onClick={() => actions.askForCamera()}
            >
              {strings.cameraAgain}
            </button>
          </div>
        </div>
        <p id="camera-mirrored" class="hint" hidden={status !== 'on' || !mirrored}>
          {strings.cameraMirrored}
        </p>
        <DeviceChoice {...{ camera, strings, actions }} />
        <div class="camera-live">
          <label>
            <input
              id="live"
              type="checkbox"
              role="switch"
              checked={live}
              onChange={({ currentTarget }) => actions.setLive(currentTarget.checked)}
            />
            <span>{strings.live}</span>
          </label>
          <LiveRate {...{ camera, strings }} />
        </div>
        <LiveAnswer {...props} />
      </div>
      <footer>
        <button
          type="button"
          id="take-picture"
          class="button"
          data-action="takePicture"
          disabled={status !== 'on'}
          onClick={() => actions.takePicture()}
        >
          {strings.takePicture}
        </button>
        <p id="camera-taken" aria-live="polite">
          {taken > 0 && strings.cameraTaken(taken)}
        </p>
      </footer>
    </Sheet>
  );
});

function messageOf({ status, failure }: Camera, strings: Strings) {
  if (status === 'asking') return strings.cameraAsking;
  return failure ? strings.cameraErrors[failure] : '';
}

type DeviceProps = { camera: Camera; strings: Strings; actions: Actions };

function DeviceChoice({ camera: { devices, device }, strings, actions }: DeviceProps) {
  const names = cameraNames(devices, strings);
  return (
    <label id="camera-device" class="setting" hidden={devices.length < 2}>
      <span>{strings.cameraDevice}</span>
      <select
        id="camera-choice"
        value={device ?? undefined}
        onChange={({ currentTarget }) => actions.chooseCamera(currentTarget.value)}
      >
        {devices.map(({ id }, i) => (
          <option key={id} value={id}>
            {names[i]}
          </option>
        ))}
      </select>
    </label>
  );
}

function isLooking({ status, live }: Camera) {
  return status === 'on' && live;
}

function LiveRate({ camera, strings }: { camera: Camera; strings: Strings }) {
  const { framesPerSecond } = camera;
  return (
    <span id="camera-pace">
      {isLooking(camera) && framesPerSecond !== null && strings.cameraPace(framesPerSecond)}
    </span>
  );
}

// The answer, and the classes below it. Rows have no keys: they stay from one answer to the next, so that their bars glide.
function LiveAnswer({ camera, settings: { language }, strings }: CameraProps) {
  const { result } = camera;
  const verdict = result && verdictOf(result, language, strings);
  return (
    <>
      <p id="camera-verdict" class="verdict" hidden={!isLooking(camera)}>
        <span class="label">{verdict?.word}</span>
        <span class="percent">{verdict?.percent}</span>
      </p>
      <ol
        id="camera-answer"
        class="below"
        aria-label={strings.cameraAnswer}
        hidden={!isLooking(camera)}
      >
        {result?.predictions.map(({ index, score, labels }) => (
          <li data-index={index} data-score={score}>
            <span class="label">{labels[language]}</span>
            <span class="percent">{strings.percent(score)}</span>
            <ScoreBar score={score} />
          </li>
        ))}
      </ol>
    </>
  );
}
