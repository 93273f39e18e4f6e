// The page: ties the classifier, the state, the view and the ways in together.
import { create } from '../library/create.ts';
import { benchmarkActions } from './about/benchmark.ts';
import { featuresHere } from './about/features.ts';
import { cameraActions } from './camera/actions.ts';
import { createAsker } from './detail/asker.ts';
import { isolate } from './offline/isolation.ts';
import { chooseLanguage, languages } from './strings/strings.ts';
import { manyActions } from './table/many_actions.ts';
import { openDatabase } from './models/database.ts';
import { sortFiles } from './models/kind_of_file.ts';
import { createLoader } from './models/loader.ts';
import { createShelf, shelfStores } from './models/shelf.ts';
import { createStarts } from './models/starts.ts';
import { takeSharedFiles } from './offline/shared_files.ts';
import { createUpdates } from './offline/updates.ts';
import { rememberedSettings } from './settings/remembered_settings.ts';
import { createRunner } from './pictures/runner.ts';
import { settingsActions } from './settings/settings_actions.ts';
import { initialState } from './state/reduce.ts';
import { modelChoices, chosenModel } from './state/models.ts';
import { defaultSettings } from './state/settings.ts';
import { createStore } from './store.ts';
import { createStage } from './camera/stage.ts';
import { linkManifest } from './offline/update_strip.tsx';
import { show } from './page.tsx';
import { wantedBackend } from './models/wanted_backend.ts';
import { waysActions } from './input/actions.ts';
import { offersPictures } from './input/clipboard.ts';
import { pathOf, pickedFolder } from './input/folders.ts';
import { download } from './export/download.ts';
import { createSampleFiles } from './input/sample_files.ts';
import { listen } from './input/listen.ts';

// GLANCE_MANIFEST is put in by tools/release/bundle.mjs.
const release = { assets: new URL('.', document.currentScript.src), manifest: GLANCE_MANIFEST };
const wanted = wantedBackend(location.search);
const scriptUrl = new URL('service-worker.js', release.assets);
const keepAfterMs = 1000;
const shipped = release.manifest.models.map(({ description }) =>
  Object.freeze({ ...description, origin: 'shipped' }),
);

let actions = null;
let classifier = null;
let lastId = 0;
let sorted = Promise.resolve(); // when the files that came so far are known for what they are
const defaults = Object.freeze({
  ...defaultSettings,
  language: chooseLanguage(navigator.languages),
});
const memory = rememberedSettings(() => localStorage);
const store = createStore(
  initialState(defaults.language, shipped, memory.read()),
  (state) => actions && show(state, actions),
);
const updates = createUpdates(window, scriptUrl, (event) => store.dispatch(event));
const runner = createRunner(store, () => classifier);
const starts = createStarts(
  () => store.state.settings,
  (options) => create(release, options),
  wanted,
);
const asker = createAsker(store, () => classifier);
const loader = createLoader(store, {
  start: starts.start,
  use: replaceClassifier,
  shelf: createShelf(openDatabase('glance', shelfStores)),
  resume() {
    runner.run();
    obeySettings();
    asker.run();
  },
});

// Settings may change while a model is still arriving.
function obeySettings() {
  if (starts.outdated) loader.restart();
}

// The old one may still be looking at a picture.
function replaceClassifier(next) {
  const old = classifier;
  classifier = next;
  Promise.all([runner.settled(), asker.settled()]).then(() => old?.close());
}

function add(files) {
  sorted = sorted
    .catch(() => {})
    .then(() => sortFiles(files))
    .then(take);
}

// Pictures that come together with a model wait for it.
function take({ model, unconverted, picture }) {
  for (const { name } of unconverted) store.dispatch({ type: 'modelUnconverted', name });
  if (model.length > 0) loader.takeAll(model);
  addPictures(picture, model.length > 0);
}

function addPictures(files, held) {
  const pictureOf = (file) => ({ id: ++lastId, name: pathOf(file), file });
  if (files.length === 0) return;
  store.dispatch({ type: 'added', pictures: files.map(pictureOf), waitForModel: held });
  runner.run();
}

const offered = (sha256) => modelChoices(store.state).find((offer) => offer.sha256 === sha256);

// Where the clipboard is out of reach, the whole is shown, to be copied by hand.
async function copyHash() {
  const { sha256 } = chosenModel(store.state);
  const write = async () => navigator.clipboard.writeText(sha256);
  const as = await write().then(
    () => 'copied',
    () => 'whole',
  );
  store.dispatch({ type: 'hashShown', as });
}

function tellDetail(event) {
  store.dispatch(event);
  asker.run();
}

const { mediaDevices } = navigator;
const cameraActs = cameraActions({
  store,
  stage: createStage(() => document.getElementById('camera-video')),
  classifierNow: () => classifier,
  add,
  nameOf: (number) => languages[store.state.language].cameraFile(number),
  place: { mediaDevices, isSecureContext, protocol: location.protocol },
});

store.dispatch({
  type: 'inputsFound',
  folders: 'webkitdirectory' in HTMLInputElement.prototype,
  clipboard: offersPictures(window),
  samples: release.manifest.samples,
});

const settings = settingsActions(store, memory, defaults, obeySettings);

const raw = {
  retry: () => loader.startWithDefault(),
  remove({ id }) {
    runner.stop(Number(id));
    store.dispatch({ type: 'removed', id: Number(id) });
  },
  cancel() {
    store.dispatch({ type: 'cancelled' });
    runner.stop();
  },
  clear: () => store.dispatch({ type: 'cleared' }),
  drag: (over) => store.dispatch({ type: 'dragged', over }),
  chooseModel: (sha256) => loader.choose(offered(sha256)),
  cancelModel: () => loader.cancel(),
  forget: ({ sha256 }) => loader.forget(offered(sha256)),
  dismiss: () => store.dispatch({ type: 'notificationDismissed' }),
  copyHash,
  ...waysActions(store, add, createSampleFiles(release.assets, release.manifest)),
  ...settings,
  ...manyActions(store, { run: runner.run, changeSetting: settings.changeSetting, download }),
  ...cameraActs,
  takeUpdate: () => updates.take(),
  ...benchmarkActions(store, () => classifier, navigator),
  look: ({ id }) => tellDetail({ type: 'detailOpened', id: Number(id) }),
  turn: ({ by }) => tellDetail({ type: 'detailTurned', by: Number(by) }),
  closeDetail: () => tellDetail({ type: 'detailClosed' }),
  chooseFit: (fit) => tellDetail({ type: 'fitChosen', fit }),
  chooseHeat: (heat) => tellDetail({ type: 'heatChosen', heat }),
  chooseOpacity: (opacity) => tellDetail({ type: 'opacityChosen', opacity }),
  moveBox: (box) => tellDetail({ type: 'boxMoved', box }),
  resetBox: () => tellDetail({ type: 'boxReset' }),
};
actions = {
  ...raw,
  addFolder: (files) => raw.addFolder(pickedFolder(files)),
  remove: (id) => raw.remove({ id }),
  forget: (sha256) => raw.forget({ sha256 }),
  sample: (sample) => raw.sample({ sample }),
  openDialog: (dialog) => raw.openDialog({ dialog }),
  closeDialog: (dialog) => raw.closeDialog({ dialog }),
  retryOne: (id) => raw.retryOne({ id }),
  sort: (by) => raw.sort({ by }),
  save: (format) => raw.save({ format }),
  look: (id) => raw.look({ id }),
  turn: (by) => raw.turn({ by }),
};
listen(actions);
show(store.state, actions);

// Loading again must not take away what somebody has begun.
const wantsThreads = () => (wanted.threads ?? store.state.settings.threads) !== 1;
const mayReload = () => wantsThreads() && store.state.pictures.length === 0 && !store.state.loading;

function tellOfBuild() {
  const { version, cores, parts } = release.manifest;
  const policy = document.querySelector('meta[http-equiv=Content-Security-Policy]').content;
  store.dispatch({
    type: 'buildKnown',
    build: { version, cores, parts, policy, features: featuresHere(window) },
  });
}

// What is kept for later comes when the page is ready and has found out how it runs best.
async function begin() {
  linkManifest(location);
  tellOfBuild();
  if (await isolate({ window, scriptUrl, mayReload })) return;
  add(await takeSharedFiles(window));
  await loader.begin();
  setTimeout(updates.start, keepAfterMs);
}

begin();
