// The texts of the place where people teach, in English. The type of this object is what every other language must have.
import { formatsOf, percentText } from './formats.ts';

const { count: n, list } = formatsOf('en');
const pictures = (count: number) => `${n(count)} ${count === 1 ? 'picture' : 'pictures'}`;
const classes = (count: number) => `${n(count)} ${count === 1 ? 'class' : 'classes'}`;
const times = (count: number) =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${n(count)} times`;
const quoted = (names: readonly string[]) => list(names.map((name) => `“${name}”`));

export const teachEn = {
  heading: 'Teach it your own',
  intro:
    'Bring some pictures of each thing. It learns to tell them apart, on this device, in seconds.',
  privacy: 'Your pictures stay on this device.',
  sentences: (...parts: readonly (string | false | null | undefined)[]) =>
    parts.filter(Boolean).join(' '),
  percent: percentText,

  // The first steps
  firstName: 'What is the first thing called?',
  nextName: 'Another class',
  namePlaceholder: 'Its name',
  exampleNames: 'such as “oak”, “my cat”, “good weld”',
  addClass: 'Add',
  orFolder: 'A folder of folders makes all classes at once, each named after its folder.',
  chooseFolder: 'Choose a folder',
  openProject: 'Open a project',
  noneName: 'none of these',
  addNone: 'Everything else…',
  addNoneHint:
    'A class of pictures that are none of the others: walls, floors, whatever else may come by.',

  // Classes
  className: 'Name of the class',
  pictureCount: pictures,
  addPictures: 'Add pictures',
  camera: 'Camera',
  removeClass: (name: string) => `Remove the class ${name}`,
  emptyClass: 'Drop pictures here, or add some. 10 do well, 5 will do.',
  showAll: (count: number) => `Show all ${n(count)}`,
  showFewer: 'Show fewer',
  picturesOf: (name: string) => `Pictures of ${name}`,
  maybe: (name: string, predicted: string) => `${name}: is it “${predicted}”?`,
  dropInto: (name: string) => `Let go to add them to “${name}”`,

  // Reading
  reading: (done: number, total: number) => `Reading pictures: ${n(done)} of ${n(total)}`,
  cancel: 'Cancel',
  unread: (count: number) =>
    count === 1 ? 'One picture could not be read.' : `${n(count)} pictures could not be read.`,
  unreadOne: (name: string, sentence: string) => `${name}: ${sentence}`,
  andMore: (count: number) => `and ${n(count)} more`,
  close: 'Close',

  // The model is not there
  awaited: (name: string | null) =>
    `Waiting for the model${name === null ? '' : ` “${name}”`}. What you bring comes after it.`,
  noModel: (name: string | null): string =>
    name === null
      ? 'The model could not be loaded.'
      : `The model that you began with, “${name}”, could not be loaded.`,
  noModelHelp: (name: string | null): string =>
    name === null
      ? 'Nothing is lost: try again, or drop another model on the page.'
      : 'Nothing is lost: try again, or drop its weight file on the page. “Start anew” takes another model.',

  // Another tab
  elsewhere:
    'Another tab has changed this project meanwhile. What you did here since is not kept yet, and what was done there is not shown.',
  putTogether: 'Put both together',

  // What was learned
  learnedHeading: 'What it has learned',
  needsTwo:
    'It needs pictures of two classes to tell them apart. With one thing only, add “Everything else…”.',
  needsMore: (names: readonly string[]) => `Now add pictures to ${quoted(names)}.`,
  willLearn: 'It learns by itself, a moment after each change.',
  learning: 'Learning…',
  learningLabel: 'How much is learned',
  stopped: 'Learning was stopped.',
  failed: (sentence: string) => `It could not learn. ${sentence}`,
  learnNow: 'Learn now',
  right: (of100: number) =>
    of100 >= 100 ? 'Right about all of them' : `Right about ${n(of100)} of 100`,
  byFifths: 'measured by hiding each fifth of your pictures.',
  oneByOne: 'measured by hiding each of your pictures once.',
  claim: (right: string, how: string) => `${right}, ${how}`,
  uncertain: (low: number, high: number) =>
    `With so few pictures, it may be anything from ${n(low)} to ${n(high)} of 100.`,
  confused: (a: string, b: string, count: number) => `${a} and ${b} are confused ${times(count)}.`,
  neverConfused: 'Nothing was confused.',
  onePicture: (names: readonly string[]) =>
    `${quoted(names)} ${names.length === 1 ? 'has' : 'have'} one picture only: hidden, it cannot be recognised, so it counts as wrong. Add more.`,
  fewPictures: (names: readonly string[]) =>
    `${quoted(names)} ${names.length === 1 ? 'has' : 'have'} few pictures. 10 do well.`,
  twins: (count: number, a: string, b: string) =>
    `${count === 1 ? 'One picture is' : `${n(count)} pictures are`} in two classes at once, such as “${a}” and “${b}”. Take ${count === 1 ? 'it' : 'them'} out of one.`,
  sameName: (name: string) =>
    `Two classes are called “${name}”. They are learned as one; give one another name to keep them apart.`,
  longName: (name: string, length: number) =>
    `“${name}” has ${n(length)} characters. It is kept whole; only its start is shown.`,
  doubtful: (count: number) =>
    count === 1
      ? 'One picture may be in the wrong class: it comes first there, with a question mark.'
      : `${n(count)} pictures may be in the wrong class: they come first there, with a question mark.`,

  // Confusions
  matrixHeading: 'What it takes for what',
  matrixHint:
    'Rows: what the pictures are. Columns: what they were taken for. Press a number to see them.',
  matrixCell: (count: number, label: string, predicted: string) =>
    label === predicted
      ? `${pictures(count)} of ${label}, recognised`
      : `${pictures(count)} of ${label}, taken for ${predicted}`,
  cellHeading: (label: string, predicted: string) =>
    label === predicted ? `${label}, recognised` : `${label}, taken for ${predicted}`,

  // One picture
  moveTo: 'Move to',
  chooseClass: 'another class…',
  removePicture: 'Remove',
  inClass: (name: string) => `In the class “${name}”.`,
  looksLike: (predicted: string, percent: string) =>
    `Hidden from it, this was taken for “${predicted}”, ${percent} sure. Is it in the wrong class?`,

  // Undo
  undo: 'Undo',
  undoTexts: {
    removed: (count: number) => `${pictures(count)} removed.`,
    moved: (count: number) => `${pictures(count)} moved.`,
    classRemoved: (name: string) => `The class “${name}” was removed.`,
    cleared: (count: number) => `The project of ${classes(count)} was closed.`,
  },

  // Trying, using, saving
  tryHeading: 'Try it',
  tryChoose: 'Choose a picture',
  tryHint: 'A picture that it was not taught, also one of something else.',
  tryCamera: 'At the camera',
  unknown: 'None of these',
  unknownGuess: (label: string, percent: string) => `The nearest is “${label}” with ${percent}.`,
  useHere: 'Use here',
  useHereHint: 'The page classifies with it from now on.',
  saveTaught: 'Save as a file',
  saveTaughtHint:
    'A weight file: it works on this page, on websites, in Python and on the command line.',
  laterHeading: 'Go on later',
  saveProject: 'Save the project',
  startAnew: 'Start anew',
  kept: 'The project is kept on this device: names, small pictures and what the model says of them.',
  notKept: (sentence: string) =>
    `The project is not kept on this device: save it as a file before you leave. ${sentence}`,

  // Notices
  notices: {
    restored: (classCount: number, pictureCount: number) =>
      `You left off here: ${classes(classCount)}, ${pictures(pictureCount)}.`,
    opened: (name: string) => `${name} is open.`,
    refreshed: 'Here is what you did in the other tab.',
    together: 'Both are together now: nothing is lost. What was removed in one tab only is back.',
    saved: (name: string) => `${name} was saved.`,
    nothingToPaste: 'There is no picture on the clipboard.',
    pasteRefused: 'The browser does not let the page read the clipboard. Ctrl+V or ⌘V may work.',
    noPictures: 'There are no pictures in this folder.',
    leftOut: (count: number) =>
      count === 1
        ? 'Each folder is a class. One picture beside the folders was left out: drop it on the class it belongs to.'
        : `Each folder is a class. ${n(count)} pictures beside the folders were left out: drop them on the class they belong to.`,
    notOpened: (sentence: string) => `This is not a whole project, and was not opened. ${sentence}`,
    notSaved: (sentence: string) => `It was not saved. ${sentence}`,
    notTried: (sentence: string) => `It could not be tried. ${sentence}`,
    otherBase: (name: string) =>
      `This project was made with another model, ${name}. Drop its weight file on this page first, then open the project again.`,
  },
  errors: {
    'teach/other-model':
      'It was begun with another model, which is not here. Drop that model’s weight file on the page, or start anew.',
    'teach/unconverted':
      'This is a model that has to be converted first. On the main page it says how.',
    'teach/bad-project': 'Part of the file is missing or damaged.',
  },

  // What somebody brought without a class, or a wrong answer
  questionHeading: (count: number) =>
    count === 1 ? 'What is in this picture?' : `What is in these ${n(count)} pictures?`,
  questionWrong: 'What is it really?',
  questionHint: 'It becomes a picture of this class.',
  newClass: 'A new class',

  // Camera
  record: 'Hold to record',
  recordHint:
    'Hold the button, or the space bar, and turn the thing. Five pictures a second are taken.',
  recorded: (count: number) => `${pictures(count)} taken.`,
  recordHeading: (name: string) => `Record ${name}`,
  tryCameraHeading: 'Try it at the camera',
  cameraAsking: 'Waiting for the camera. The browser may ask whether the page may use it.',
  cameraFailed: (sentence: string, isRecording: boolean) =>
    `${sentence} Without a camera, close this and ${isRecording ? 'press “Add pictures”' : 'choose a picture to try'}.`,
  cameraPicture: 'What the camera sees',
  cameraFile: (number: number) => `Camera ${number}.jpg`,
};
