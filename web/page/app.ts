// The page's entry: makes the store and the features, ties them together, and starts the visit.
import { create } from '../library/create.ts';
import type { Classifier } from '../library/types.ts';
import { trustScript } from '../shared/trusted_url.ts';
import { sharedModules } from 'glance-shared';
import { createAboutDoor } from './about/door.ts';
import type { Actions } from './actions.ts';
import { cameraActions } from './camera/actions.ts';
import { createStage } from './camera/stage.ts';
import { createDetailRequester, detailActions } from './detail/actions.ts';
import { createSaver } from './export/door.ts';
import { canReadClipboard, inputActions } from './input/actions.ts';
import { listenToDropsAndPastes } from './input/drop_and_paste.ts';
import { sortFiles } from './input/file_kinds.ts';
import { pathOf } from './input/folders.ts';
import { sampleFetcher } from './input/sample_pictures.ts';
import { modelActions } from './models/actions.ts';
import { createLoader } from './models/loader.ts';
import { createStarter } from './models/startup.ts';
import { createStoredModels, modelDatabase } from './models/stored_models.ts';
import { createUpdates, takeSharedFiles } from './offline/service_worker.ts';
import { linkManifest, offerSharing } from './offline/update_strip.tsx';
import { show } from './page.tsx';
import { createPictureQueue, createReleveller, pictureActions } from './pictures/actions.ts';
import { settingsActions } from './settings/actions.ts';
import { storedSettings } from './settings/stored_settings.ts';
import { firstModel } from './start/first_model.ts';
import { takeHanded } from './start/handed.ts';
import { initialState } from './state/reduce.ts';
import { defaultSettings } from './state/settings.ts';
import type { Build, Model, Settings, State } from './state/state.ts';
import { createStore } from './store.ts';
import { textsLoader } from './strings/loader.ts';
import { chooseLanguage, languages } from './strings/strings.ts';
import { createDoor } from './teach/door.ts';

const { manifest, folder, policy, wanted, arrived, open, openFirst } = takeHanded();
const scriptUrl = new URL('service-worker.js', folder);
const startUpdatesAfterMs = 1000; // the page itself comes first
const longestHeadStartMs = 150; // of the worker, before the page is drawn

let classifier: Classifier | null = null;
let lastId = 0;
let sorting = Promise.resolve(); // ends when all files given so far are sorted

const defaults: Settings = Object.freeze({
  ...defaultSettings,
  language: chooseLanguage(navigator.languages),
});
const shipped = manifest.models.map(({ description }): Model =>
  Object.freeze({ ...description, origin: 'shipped' }),
);
const stored = storedSettings(() => localStorage);
const store = createStore(initialState(defaults.language, shipped, stored.read()), (state) => {
  show(state, actions);
  door.room?.show();
  about.show();
  if (!holdsPictures(state)) updates.resume();
});
const loadTexts = textsLoader(folder, manifest.texts);
const classifierNow = () => classifier;
const queue = createPictureQueue(store, classifierNow);
const requester = createDetailRequester(store, classifierNow);
const updates = createUpdates(window, scriptUrl, { dispatch: store.dispatch, offerSharing });
const starter = createStarter(
  () => store.state.settings,
  (options) => create({ assets: folder, manifest, open: openFirst }, options),
  wanted,
);
const loader = createLoader(store, {
  start: starter.start,
  use: replaceClassifier,
  stored: createStoredModels(modelDatabase()),
  resume() {
    queue.run();
    restartIfOutdated();
    requester.run();
  },
});

// What the scripts that are loaded later take from this one.
const share = () =>
  Object.assign((globalThis as unknown as { glanceShared: object }).glanceShared, sharedModules);
const about = createAboutDoor(folder, manifest.about, share, { store, classifierNow });
const save = createSaver(folder, manifest, share, store);
const door = createDoor(manifest.room, share, {
  folder,
  stateNow: () => store.state,
  classifierNow,
  async start(model, { workers }) {
    const from = model instanceof Blob ? { model } : await loader.optionsOf(model);
    return create({ assets: folder, manifest, open }, { ...from, workers, ...wanted });
  },
  retry: () => void loader.startWithDefault(),
  use(weights) {
    location.hash = '';
    void loader.takeAll([weights]);
  },
});

// Goes where the page's address says.
async function goToPlace(): Promise<void> {
  const place = location.hash === '#teach' ? 'teach' : 'pictures';
  if (place !== store.state.place) {
    store.dispatch({ type: 'wentTo', place });
    scrollTo(0, 0);
  }
  if (place === 'pictures') return door.room?.leave();
  void updates.pause();
  await door.open().catch(() => {}); // the place says it
}

// Settings may change while a model is still loading.
function restartIfOutdated(): void {
  if (starter.isOutdated) void loader.restart();
}

// The old classifier is closed when its running calls have ended.
function replaceClassifier(next: Classifier): void {
  const old = classifier;
  classifier = next;
  firstModel(() => localStorage).remember(next.model.sha256 === manifest.models[0].sha256);
  void Promise.all([queue.settled(), requester.settled()]).then(() => old?.close());
}

// Files are taken in the order in which they were given.
function add(files: readonly File[]): void {
  sorting = sorting
    .then(async () => {
      const sorted = await sortFiles(files);
      if (sorted.picture.length > 0) await updates.pause();
      take(sorted);
    })
    .catch(() => {});
}

// While there are pictures, or the camera shows some, the page asks for nothing that only another visit needs.
function holdsPictures({ pictures, dialog, place }: State): boolean {
  return pictures.length > 0 || dialog === 'camera' || place === 'teach';
}

// Pictures that were added together with a model wait for it.
function take({ model, unconverted, picture }: Awaited<ReturnType<typeof sortFiles>>): void {
  for (const { name } of unconverted) store.dispatch({ type: 'modelUnconverted', name });
  if (model.length > 0) void loader.takeAll(model);
  if (picture.length === 0) return;
  const pictures = picture.map((file) => ({ id: ++lastId, name: pathOf(file), file }));
  store.dispatch({ type: 'added', pictures, waitForModel: model.length > 0 });
  queue.run();
}

const relevel = createReleveller(store, queue);
const { mediaDevices } = navigator;
const inputs = inputActions({
  store,
  add,
  fetchSample: sampleFetcher(folder, manifest),
  clipboardNow: () => navigator.clipboard,
});
const actions: Actions = {
  ...inputs,
  ...pictureActions(store, queue),
  correct(id) {
    const picture = store.state.pictures.find((each) => each.id === id);
    if (!picture) return;
    actions.closeDetail();
    location.hash = 'teach';
    void door.open().then(
      (room) => room.correct(picture),
      () => {},
    );
  },
  sort: (by) => store.dispatch({ type: 'sortedBy', by }),
  filter: (text) => store.dispatch({ type: 'filtered', text }),
  showUnsure: (only) => store.dispatch({ type: 'unsureChosen', only }),
  save: (format) => void save(format),
  ...modelActions(store, loader, () => navigator.clipboard),
  ...detailActions(store, requester),
  ...cameraActions({
    store,
    stage: createStage(() => document.getElementById('camera-video') as HTMLVideoElement),
    classifierNow,
    add,
    nameOf: (number) => languages[store.state.language].cameraFile(number),
    place: { mediaDevices, isSecureContext, protocol: location.protocol },
  }),
  ...settingsActions(store, stored, defaults, loadTexts, () => {
    restartIfOutdated();
    relevel();
  }),
  takeUpdate: updates.take,
};

function describeBuild(): Build {
  const { version, cores } = manifest;
  return { version, cores, policy };
}

async function begin(): Promise<void> {
  trustScript(scriptUrl);
  await Promise.race([arrived, new Promise((end) => setTimeout(end, longestHeadStartMs))]);
  await loadTexts(store.state.language).catch(() => {}); // then the page is in English
  show(store.state, actions);
  store.dispatch({
    type: 'inputsFound',
    folders: 'webkitdirectory' in HTMLInputElement.prototype,
    clipboard: canReadClipboard(window),
    samples: manifest.samples,
  });
  listenToDropsAndPastes(
    () => (store.state.place === 'teach' ? door.room : inputs),
    (over) => store.dispatch({ type: 'dragged', over }),
  );
  window.addEventListener('hashchange', () => void goToPlace());
  void goToPlace();
  window.addEventListener('pagehide', () => {
    if (store.state.dialog === 'camera') actions.leaveCamera();
    door.room?.leave();
  });
  linkManifest(location);
  store.dispatch({ type: 'buildKnown', build: describeBuild() });
  add(await takeSharedFiles(window));
  await loader.begin();
  setTimeout(() => void updates.start(), startUpdatesAfterMs);
}

void begin();
