// The texts of the camera, in English.
import { formatsOf } from '../pictures/formats.ts';

const { count: n } = formatsOf('en');

export const cameraEn = Object.freeze({
  camera: 'Camera',
  cameraPicture: 'What the camera sees',
  cameraAsking: 'Waiting for the camera. The browser may ask whether the page may use it.',
  cameraAgain: 'Try again',
  cameraDevice: 'Which camera',
  cameraSides: Object.freeze({ front: 'Front camera', back: 'Back camera' }),
  cameraNumber: (number) => `Camera ${n(number)}`,
  cameraMirrored: 'Shown as in a mirror. What is looked at is not mirrored.',
  live: 'Say what it sees, all the time',
  cameraAnswer: 'What the camera sees, by label',
  cameraPace: (perSecond) =>
    perSecond < 1.5
      ? 'About one frame a second, or less'
      : `${n(Math.round(perSecond))} frames a second`,
  takePicture: 'Take a picture',
  cameraTaken: (taken) =>
    taken === 1
      ? 'One picture taken: it is on the page.'
      : `${n(taken)} pictures taken: they are on the page.`,
  cameraFile: (number) => `Camera ${number}.jpg`,
  cameraErrors: Object.freeze({
    'camera/refused':
      'The page may not use the camera. Allow it in the browser’s settings of this page, then try again.',
    'camera/refused-from-disk':
      'The page may not use the camera. Some browsers never let a page from disk: from a server it can.',
    'camera/none': 'There is no camera.',
    'camera/in-use': 'The camera cannot be used just now. Another program may be using it.',
    'camera/insecure':
      'Browsers give the camera to secure pages only. Open this page by https, or from this device.',
    'camera/unavailable': 'This browser gives pages no camera.',
    'camera/gone': 'The camera was switched off or unplugged.',
  }),
});
