// The page: ties the classifier, the state, the view and the ways in together.
import { create } from '../library/create.js';
import { chooseLanguage } from './language.js';
import { createRunner, failureOf } from './runner.js';
import { initialState } from './state.js';
import { createStore } from './store.js';
import { render } from './view/render.js';
import { listen } from './ways_in.js';

// GLANCE_MANIFEST is put in by tools/bundle.mjs.
const release = { assets: new URL('.', document.currentScript.src), manifest: GLANCE_MANIFEST };
const totalBytes = release.manifest.wasm.byteCount + release.manifest.model.byteCount;

let classifier = null;
let lastId = 0;
const store = createStore(initialState(chooseLanguage(navigator.languages), totalBytes), render);
const runner = createRunner(store, () => classifier);

async function load() {
  const onProgress = ({ loaded, total }) => store.dispatch({ type: 'progressed', loaded, total });
  try {
    classifier = await create(release, { onProgress });
    store.dispatch({ type: 'loaded', model: classifier.model });
    runner.run();
  } catch (error) {
    store.dispatch({ type: 'loadFailed', failure: failureOf(error) });
  }
}

function add(files) {
  const pictureOf = (file) => ({ id: ++lastId, name: file.name, file, preview: URL.createObjectURL(file) });
  const pictures = Array.from(files, pictureOf);
  if (pictures.length === 0) return;
  store.dispatch({ type: 'added', pictures });
  runner.run();
}

function forget(event) {
  const before = store.state.pictures;
  store.dispatch(event);
  const kept = new Set(store.state.pictures.map(({ id }) => id));
  for (const { id, preview } of before) if (!kept.has(id)) URL.revokeObjectURL(preview);
}

listen({
  add,
  retry() {
    store.dispatch({ type: 'loadRetried' });
    load();
  },
  remove(id) {
    runner.stop(id);
    forget({ type: 'removed', id });
  },
  cancel() {
    store.dispatch({ type: 'cancelled' });
    runner.stop();
  },
  clear: () => forget({ type: 'cleared' }),
  drag: (over) => store.dispatch({ type: 'dragged', over }),
  chooseLanguage: (language) => store.dispatch({ type: 'languageChosen', language }),
});
load();
