// The camera where people teach: pictures are recorded into a class for as long as a button is held, and what was learned says
// all the time what the camera shows. Whatever way it is left, the camera is let go.
import { NoCamera, openCamera, type CameraPlace, type OpenedCamera } from '../camera/devices.ts';
import type { CameraStage } from '../camera/stage.ts';
import type { CameraFailure } from '../state/state.ts';
import type { Brought } from './reader.ts';
import { noRecording } from './state.ts';
import type { RoomStore } from './store.ts';
import type { Trier } from './trial.ts';

const recordEveryMs = 200;
const tryEveryMs = 150;
const firstFrameLimitMs = 10_000; // some cameras are given, and send no picture while another program has them

interface Parts {
  readonly store: RoomStore;
  readonly stage: CameraStage;
  readonly place: CameraPlace;
  readonly trier: Pick<Trier, 'ask'>;
  readonly add: (pictures: readonly Brought[]) => void;
  /** The name of the picture that is taken as the `number`th. */
  readonly nameOf: (number: number) => string;
}

export interface Recorder {
  /** @param classId the class that is recorded; null only tries */
  open(classId: number | null): Promise<void>;
  close(): void;
  /** Records from now on, or no longer. */
  hold(held: boolean): void;
}

export function createRecorder({ store, stage, place, trier, add, nameOf }: Parts): Recorder {
  let stream: MediaStream | null = null;
  let session: AbortController | null = null; // ends when the camera is let go
  const change = (recording: Partial<typeof noRecording>) =>
    store.dispatch({ type: 'recordingChanged', recording });

  function release(): void {
    session?.abort();
    session = null;
    stage.clear();
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  async function open(classId: number | null): Promise<void> {
    const mine = (session = new AbortController());
    change({ ...noRecording, status: 'asking', classId });
    try {
      const opened = await openCamera(place, null);
      if (mine.signal.aborted) return opened.stream.getTracks().forEach((track) => track.stop());
      await use(opened, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return;
      fail(error instanceof NoCamera ? error.code : 'camera/unavailable');
    }
  }

  async function use(opened: OpenedCamera, signal: AbortSignal): Promise<void> {
    stream = opened.stream;
    for (const track of stream.getTracks())
      track.addEventListener('ended', () => signal.aborted || fail('camera/gone'));
    const isSeen = await Promise.race([
      stage.show(stream).then(() => true),
      delay(firstFrameLimitMs).then(() => false),
    ]);
    if (signal.aborted) return;
    if (!isSeen) return fail('camera/in-use');
    change({ status: 'on', mirrored: opened.mirrored });
    void tryFrames(signal);
  }

  function fail(failure: CameraFailure): void {
    release();
    change({ status: 'failed', failure, held: false });
  }

  async function record(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && store.state.recording.held) {
      const { classId, taken } = store.state.recording;
      const file = await stage.take();
      if (signal.aborted || classId === null) return;
      add([{ file, name: nameOf(taken + 1), classId }]);
      change({ taken: taken + 1 });
      await delay(recordEveryMs);
    }
  }

  // While pictures are recorded, the processors are for them.
  async function tryFrames(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await stage.nextFrame();
      if (signal.aborted) return;
      const canTry = !store.state.recording.held && store.state.learned !== null;
      const result = canTry ? await trier.ask(stage.video, signal).catch(() => null) : null;
      if (result && !signal.aborted) change({ result });
      await delay(tryEveryMs);
    }
  }

  return {
    open,
    close() {
      release();
      change(noRecording);
    },
    hold(held) {
      const { status, held: before, classId } = store.state.recording;
      if (held === before || status !== 'on' || classId === null) return;
      change({ held });
      if (!held) return;
      const { signal } = session!;
      record(signal).catch(() => signal.aborted || fail('camera/in-use'));
    },
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
