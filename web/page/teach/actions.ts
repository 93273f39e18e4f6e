// What people can do where they teach. Everything that takes a while goes on beside: reading, learning, keeping.
import type { Classifier } from '../../library/types.ts';
import { createStage } from '../camera/stage.ts';
import { dayOf, download } from '../export/download.ts';
import { sortFiles } from '../input/file_kinds.ts';
import { chosenFolder, gather, takeDrop, type Folder } from '../input/folders.ts';
import { failureOf, type Failure, type State } from '../state/state.ts';
import type { Host, WrongAnswer } from './door.ts';
import { sortIntoClasses } from './folders.ts';
import { createKeeper } from './keeper.ts';
import { createLearner } from './learner.ts';
import { nameOfTaught, withName } from './named_weights.ts';
import type { Network } from './network.ts';
import { isProjectFile, projectExtension, readProject, writeProject } from './project_file.ts';
import { createReader } from './reader.ts';
import { createRecorder } from './recorder.ts';
import { labelOf, pictureCount } from './reduce.ts';
import type { Base, Learned, Project, TaughtClass } from './state.ts';
import type { RoomStore } from './store.ts';
import type { TeachStrings } from './strings.ts';
import { createTrier } from './trial.ts';

const waitUnsaidMs = 500; // a network that comes sooner is not talked about

export type RoomActions = ReturnType<typeof roomActions>;

/** @param stringsNow in the language of the page */
export function roomActions(
  store: RoomStore,
  host: Host,
  network: Network,
  stringsNow: () => TeachStrings,
) {
  const { dispatch } = store;
  let failedOn: PageFacts | null = null; // what the page had when the network did not come

  // Says that the network is waited for, and why it does not come.
  async function classifierNow(): Promise<Classifier> {
    const { base } = store.state;
    const tell = (failure: Failure | null) =>
      dispatch({ type: 'networkAwaited', awaited: { name: base?.name ?? null, failure } });
    const timer = setTimeout(tell, waitUnsaidMs, null);
    try {
      const classifier = await network.classifier(base);
      dispatch({ type: 'networkAwaited', awaited: null });
      if (!store.state.base) dispatch({ type: 'baseChosen', base: baseOf(classifier) });
      return classifier;
    } catch (error) {
      failedOn = factsOf(host);
      tell(failureOf(error));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  function goOn(): void {
    const { learning } = store.state;
    dispatch({ type: 'networkAwaited', awaited: null });
    if (host.stateNow().failure) host.retry();
    reader.resume();
    if (learning.status === 'failed') learner.now();
  }

  const reader = createReader(store, classifierNow);
  const learner = createLearner(store, classifierNow);
  const keeper = createKeeper(store);
  const trier = createTrier(store, host);
  const { mediaDevices } = navigator;
  const recorder = createRecorder({
    store,
    trier,
    stage: createStage(() => document.getElementById('teach-video') as HTMLVideoElement),
    place: { mediaDevices, isSecureContext, protocol: location.protocol },
    add: bring,
    nameOf: (number) => stringsNow().cameraFile(number),
  });

  function bring(pictures: Parameters<typeof reader.add>[0]): void {
    reader.add(pictures);
  }

  /** @returns the id of the class, which is made when there is none of this name */
  function classOf(name: string, none = false): number {
    const label = labelOf({ name });
    const known = store.state.classes.find((each) => labelOf(each) === label);
    if (known) return known.id;
    dispatch({ type: 'classAdded', name: name.trim(), none });
    return store.state.classes.at(-1)!.id;
  }

  // Weights among them are for the page, projects are opened; the rest are pictures. @returns those
  async function picturesAmong(files: readonly File[]): Promise<File[]> {
    const project = files.find(isProjectFile);
    if (project) void openFile(project);
    const others = files.filter((each) => !isProjectFile(each));
    const { picture, model, unconverted } = await sortFiles(others);
    const failure = { code: 'teach/unconverted', message: 'weights of another program' };
    if (unconverted.length > 0)
      dispatch({ type: 'unread', pictures: unconverted.map(({ name }) => ({ name, failure })) });
    if (model[0]) host.use(model[0]);
    return picture;
  }

  async function addTo(classId: number, files: readonly File[]): Promise<void> {
    const pictures = await picturesAmong(files);
    bring(pictures.map((file) => ({ file, name: file.name, classId })));
  }

  async function ask(files: readonly File[]): Promise<void> {
    askAbout(await picturesAmong(files));
  }

  function askAbout(files: readonly File[]): void {
    if (files.length > 0) dispatch({ type: 'asked', question: { files, wrong: false } });
  }

  async function addFolders(folders: readonly Folder[], classId: number): Promise<void> {
    const { pictures } = await gather(folders);
    if (pictures.length === 0) return noPictures();
    return addTo(classId, pictures);
  }

  // Every folder is a class. Pictures beside the folders are of none: how many there are is said.
  async function addClasses(folders: readonly Folder[], files: readonly File[]): Promise<void> {
    const sorting = picturesAmong(files);
    const { classes, beside } = sortIntoClasses((await gather(folders)).pictures);
    const loose = await sorting;
    await restored;
    if (classes.size === 0) {
      noPictures();
      return askAbout(loose);
    }
    for (const [name, ofClass] of classes) {
      const classId = classOf(name);
      bring(ofClass.map((file) => ({ file, name: file.name, classId })));
    }
    const count = beside + loose.length;
    if (count > 0) dispatch({ type: 'noticed', notice: { kind: 'leftOut', count } });
  }

  function noPictures(): void {
    dispatch({ type: 'noticed', notice: { kind: 'noPictures' } });
  }

  async function openFile(file: File): Promise<void> {
    try {
      const project = await readProject(file);
      await restored;
      const isHere = host.stateNow().offered.some(({ sha256 }) => sha256 === project.base?.sha256);
      if (!isHere) {
        const name = project.base?.name ?? '';
        return dispatch({ type: 'noticed', notice: { kind: 'otherBase', name } });
      }
      replaceBy(project);
      dispatch({ type: 'noticed', notice: { kind: 'opened', name: file.name } });
    } catch (error) {
      dispatch({ type: 'noticed', notice: { kind: 'notOpened', failure: failureOf(error) } });
    }
  }

  // What was there can be taken back.
  function replaceBy(project: Project): void {
    reader.cancel();
    dispatch({ type: 'replaced', project: renumbered(project, store.state.nextId) });
  }

  async function restore(): Promise<void> {
    try {
      await keeper.read((project) => dispatch({ type: 'opened', project }));
      const pictures = pictureCount(store.state);
      const { length: classes } = store.state.classes;
      if (classes > 0)
        dispatch({ type: 'noticed', notice: { kind: 'restored', classes, pictures } });
    } catch (error) {
      dispatch({ type: 'opened', project: null });
      dispatch({ type: 'keptKnown', kept: failureOf(error) });
    }
    keeper.start();
  }

  const restored = restore();

  // What another tab did comes in when people come back to this one.
  async function refresh(): Promise<void> {
    const { isReady, kept, reading, classes } = store.state;
    if (!isReady || reading || (kept !== 'yes' && kept !== 'no')) return;
    try {
      if (await keeper.isBehind()) await takeIn('refreshed', classes);
    } catch (error) {
      dispatch({ type: 'keptKnown', kept: failureOf(error) });
    }
  }

  // What another tab has made of the project. Of what this one has changed as well, nothing is lost.
  // `kept`: the classes here that the storage has had.
  async function takeIn(
    kind: 'refreshed' | 'together',
    kept?: readonly TaughtClass[],
  ): Promise<void> {
    await keeper.read((project) => {
      const { base, classes } = store.state;
      const isOther = project?.base && base && project.base.sha256 !== base.sha256;
      const isMine = classes !== kept;
      if (isOther && isMine) return replaceBy(project);
      if (isMine) dispatch({ type: 'combined', project: project ?? store.state });
      else dispatch({ type: 'opened', project });
      dispatch({ type: 'noticed', notice: { kind } });
    });
  }

  async function putTogether(): Promise<void> {
    try {
      await takeIn('together');
    } catch (error) {
      dispatch({ type: 'keptKnown', kept: failureOf(error) });
    }
  }

  addEventListener('focus', () => void refresh());
  document.addEventListener('visibilitychange', () => document.hidden || void refresh());

  return {
    dispatch,
    restored,
    addClass: (name: string) => classOf(name),
    addNone: () => classOf(stringsNow().noneName, true),
    nameClass(id: number, name: string) {
      if (name.trim() !== '') dispatch({ type: 'classNamed', id, name: name.trim() });
    },
    addTo: (classId: number, files: readonly File[]) => void addTo(classId, files),
    addFolder(files: readonly File[]) {
      if (files.length > 0) void addClasses([chosenFolder(files)], []);
    },
    ask: (files: readonly File[]) => void ask(files),
    answerQuestion(name: string) {
      const { question } = store.state;
      const classId = classOf(name);
      bring((question?.files ?? []).map((file) => ({ file, name: file.name, classId })));
      dispatch({ type: 'asked', question: null });
    },
    /** @param classId null: whatever the folders are called, or what somebody says */
    drop(transfer: DataTransfer, classId: number | null) {
      const { files, folders } = takeDrop(transfer);
      if (classId === null && folders.length > 0) return void addClasses(folders, files);
      if (files.length > 0) void (classId === null ? ask(files) : addTo(classId, files));
      if (folders.length > 0) void addFolders(folders, classId!);
    },
    correct({ name, file }: WrongAnswer) {
      const files = [new File([file], name.split('/').at(-1)!, { type: file.type })];
      dispatch({ type: 'asked', question: { files, wrong: true } });
    },
    cancelReading: reader.cancel,
    goOn,
    /** The page has another state: what was waited for in vain may be there. */
    pageChanged() {
      if (store.state.awaited?.failure && !isSame(failedOn!, factsOf(host))) goOn();
    },
    putTogether: () => void putTogether(),
    learnNow: learner.now,
    cancelLearning: learner.cancel,
    openProject: (files: readonly File[]) => void (files[0] && openFile(files[0])),
    saveProject() {
      const name = `glance-${dayOf(new Date())}${projectExtension}`;
      download(name, writeProject(store.state));
      dispatch({ type: 'noticed', notice: { kind: 'saved', name } });
    },
    saveTaught() {
      const { learned } = store.state;
      if (learned) download(fileName(learned), weightsOf(learned));
    },
    useHere() {
      const { learned } = store.state;
      if (learned) host.use(new File([weightsOf(learned)], fileName(learned)));
    },
    startAnew() {
      reader.cancel();
      dispatch({ type: 'cleared' });
    },
    tryIt: (files: readonly File[]) => void (files[0] && trier.show(files[0])),
    openCamera: (classId: number | null) => void recorder.open(classId),
    closeCamera: recorder.close,
    record: recorder.hold,
    /** Lets go of what only the place needs. */
    rest() {
      if (store.state.recording.status !== 'off') recorder.close();
      trier.release();
      network.release();
    },
  };
}

/** What of the page decides whether there is a network to teach. */
type PageFacts = Pick<State, 'model' | 'offered' | 'failure'>;

function factsOf(host: Host): PageFacts {
  const { model, offered, failure } = host.stateNow();
  return { model, offered, failure };
}

function isSame(one: PageFacts, other: PageFacts): boolean {
  const { model, offered, failure } = one;
  return model === other.model && offered === other.offered && failure === other.failure;
}

function baseOf({ model: { name, sha256, embeddingSize } }: Classifier): Base {
  return { name, sha256, embeddingSize };
}

// The ids of another project are not those of this visit: what is undone may need its own again.
function renumbered(project: Project, from: number): Project {
  const classes = project.classes.map((each) =>
    Object.freeze({
      ...each,
      id: each.id + from,
      examples: Object.freeze(
        each.examples.map((example) => Object.freeze({ ...example, id: example.id + from })),
      ),
    }),
  );
  return { ...project, classes: Object.freeze(classes), nextId: project.nextId + from };
}

function weightsOf({ weights, classes }: Learned): Blob {
  return withName(weights, nameOfTaught(classes));
}

// Such as `oak-beech.safetensors`.
function fileName({ classes }: Learned): string {
  const plain = nameOfTaught(classes).replace(/[^\p{L}\p{N}\p{M}]+/gu, '-');
  const short = [...plain].slice(0, 40).join('').replace(/^-|-$/g, '');
  return `${short || 'taught'}.safetensors`;
}
