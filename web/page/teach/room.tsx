// The place where people teach classes of their own: the entry of glance-room.js. It has a state of its own, and takes language and
// models from the page.
import { render } from 'preact';

import { GlanceError } from '../../shared/errors.ts';
import { FileInput } from '../input/welcome.tsx';
import { Drawing, leaving } from '../widgets.tsx';
import type { Language } from '../state/state.ts';
import { roomActions, type RoomActions } from './actions.ts';
import { ClassCard } from './class_card.tsx';
import { Dialogs, NameForm } from './dialogs.tsx';
import type { Host, Room } from './door.ts';
import { LearnedPanel, ProjectInput } from './learned.tsx';
import { createNetwork } from './network.ts';
import type { RoomState } from './state.ts';
import { createRoomStore } from './store.ts';
import { languages } from '../strings/strings.ts';
import { failureSentence, teachLanguages, type TeachStrings } from './strings.ts';
import { noticeText, undoText } from './words.ts';

const mostUnread = 3; // that are named
const cardsAtOnce = 5; // new ones a frame

// tools/release/bundle puts it in.
declare const GLANCE_MANIFEST: {
  readonly style: { readonly name: string; readonly sha256: string };
};

/** Rejects with asset/unreachable when its style is missing. */
async function openRoom(host: Host, element: HTMLElement): Promise<Room> {
  await loadStyle(host.folder);
  const store = createRoomStore();
  const network = createNetwork(host);
  const stringsNow = () => teachLanguages[host.stateNow().language];
  const actions = roomActions(store, host, network, stringsNow);
  let frame = 0;
  let cards = 0; // that are drawn

  function draw(): void {
    frame = 0;
    const { language } = host.stateNow();
    const strings = teachLanguages[language];
    const { state } = store;
    cards = Math.min(cards + cardsAtOnce, state.classes.length);
    render(<Teach {...{ state, cards, language, strings, actions }} />, element);
    if (cards < state.classes.length) drawSoon();
  }

  const drawSoon = () => {
    frame ||= requestAnimationFrame(draw);
  };
  store.follow(drawSoon);
  addEventListener('keydown', (event) => {
    const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!isUndo || host.stateNow().place !== 'teach' || isText(event.target)) return;
    event.preventDefault();
    store.dispatch({ type: 'undone' });
  });
  element.textContent = '';
  draw();

  return {
    show() {
      network.check();
      actions.pageChanged();
      drawSoon();
    },
    leave: actions.rest,
    drop(transfer, target) {
      const on = (selector: string) =>
        target instanceof Element ? target.closest<HTMLElement>(selector) : null;
      if (on('#try')) return actions.tryIt([...transfer.files]);
      actions.drop(transfer, Number(on('[data-class]')?.dataset['class'] ?? 0) || null);
    },
    pasted(files) {
      if (files.length > 0) return actions.ask(files);
      store.dispatch({ type: 'noticed', notice: { kind: 'nothingToPaste' } });
    },
    correct: (wrong) => void actions.restored.then(() => actions.correct(wrong)),
  };
}

function loadStyle(folder: URL): Promise<void> {
  const { name, sha256 } = GLANCE_MANIFEST.style;
  const url = new URL(name, folder);
  if (folder.protocol !== 'file:') url.searchParams.set('v', sha256.slice(0, 16));
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: url.href });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new GlanceError('asset/unreachable', `${name} is not beside the page`));
    };
    document.head.append(link);
  });
}

function isText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input[type=text], textarea') !== null;
}

type TeachProps = {
  state: RoomState;
  /** How many classes are drawn: of many, some come with each frame. */
  cards: number;
  language: Language;
  strings: TeachStrings;
  actions: RoomActions;
};

function Teach(props: TeachProps) {
  const { state, cards, strings, actions } = props;
  const { classes, learned, wide, isReady, reading, learning } = state;
  const isBusy = reading !== null || learning.status === 'running';
  return (
    <section
      id="teach"
      class="teach"
      aria-labelledby="teach-heading"
      data-teach={!isReady ? 'opening' : isBusy ? 'busy' : 'ready'}
      data-classes={classes.length}
    >
      <header class="invitation">
        <h1 id="teach-heading" tabIndex={-1}>
          {strings.heading}
        </h1>
        <p>{strings.intro}</p>
      </header>
      <Told {...props} />
      <div class="teach-columns">
        <div class="classes">
          {classes.slice(0, cards).map((taught) => (
            <ClassCard
              key={taught.id}
              wide={wide.has(taught.id)}
              {...{ taught, learned, strings, actions }}
            />
          ))}
          {isReady && <NewClass {...props} />}
        </div>
        <LearnedPanel {...props} />
      </div>
      <p class="privacy">{strings.privacy}</p>
      <Toast {...props} />
      <Dialogs {...props} />
    </section>
  );
}

function NewClass({ state: { classes }, strings, actions }: TeachProps) {
  const isFirst = classes.length === 0;
  const hasNone = classes.some(({ none }) => none);
  return (
    <section class={isFirst ? 'new-class first' : 'new-class'}>
      <NameForm
        id="new-class"
        label={isFirst ? strings.firstName : strings.nextName}
        strings={strings}
        take={actions.addClass}
      />
      {isFirst && <p class="hint">{strings.exampleNames}</p>}
      <div class="class-ways">
        <span class="way">
          <FileInput id="teach-folder" webkitdirectory take={actions.addFolder} />
          <label for="teach-folder">
            <Drawing side={20} path="M2.5 16V4.5h5l2 2.5h8v9z" />
            <span>{strings.chooseFolder}</span>
          </label>
        </span>
        {!isFirst && !hasNone && (
          <button type="button" id="add-none" class="way" onClick={actions.addNone}>
            <Drawing side={20} path="M5 5l10 10M15 5L5 15" />
            <span>{strings.addNone}</span>
          </button>
        )}
        {isFirst && <ProjectInput {...{ strings, actions }} />}
      </div>
      {isFirst && <p class="hint">{strings.orFolder}</p>}
    </section>
  );
}

// What came, what is being read, what could not be.
function Told({ state, language, strings, actions }: TeachProps) {
  const { reading, unread, notice, kept, awaited } = state;
  const text = noticeText(state, strings, language);
  return (
    <div class="told">
      <p id="teach-notice" class="notice" aria-live="polite">
        {text}
        {notice && (
          <button
            type="button"
            class="cross"
            aria-label={strings.close}
            onClick={() => actions.dispatch({ type: 'noticed', notice: null })}
          />
        )}
      </p>
      <div id="elsewhere" class="elsewhere" aria-live="polite">
        {kept === 'elsewhere' && (
          <>
            <p>{strings.elsewhere}</p>
            <button
              type="button"
              id="put-together"
              class="button plain"
              onClick={leaving('teach-heading', actions.putTogether)}
            >
              {strings.putTogether}
            </button>
          </>
        )}
      </div>
      <div id="no-model" class="unread" aria-live="polite">
        <NoNetwork {...{ awaited, language, strings, actions }} />
      </div>
      {reading && (
        <div class="progress">
          <progress
            max={reading.total}
            value={reading.done}
            aria-label={strings.reading(reading.done, reading.total)}
          />
          <span>{strings.reading(reading.done, reading.total)}</span>
          <button type="button" id="stop-reading" class="quiet" onClick={actions.cancelReading}>
            {strings.cancel}
          </button>
        </div>
      )}
      <div id="unread" class="unread" aria-live="polite">
        {unread.length > 0 && (
          <>
            <p>
              <strong>{strings.unread(unread.length)}</strong>
              <button
                type="button"
                class="cross"
                aria-label={strings.close}
                onClick={() => actions.dispatch({ type: 'unreadDismissed' })}
              />
            </p>
            <ul>
              {unread.slice(0, mostUnread).map(({ name, failure }) => (
                <li>{strings.unreadOne(name, failureSentence(failure, language))}</li>
              ))}
              {unread.length > mostUnread && <li>{strings.andMore(unread.length - mostUnread)}</li>}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

type NoNetworkProps = Pick<TeachProps, 'language' | 'strings' | 'actions'> &
  Pick<RoomState, 'awaited'>;

// That the network is still to come, or why it does not come and what helps.
function NoNetwork({ awaited, language, strings, actions }: NoNetworkProps) {
  if (!awaited) return null;
  const { name, failure } = awaited;
  if (!failure) return <p>{strings.awaited(name)}</p>;
  return (
    <>
      <p>
        <strong>{strings.noModel(name)}</strong>
      </p>
      <p>
        {strings.sentences(
          failureSentence(failure, language),
          failure.code !== 'teach/other-model' && strings.noModelHelp(name),
        )}
      </p>
      <button
        type="button"
        id="go-on"
        class="button plain"
        onClick={leaving('teach-heading', actions.goOn)}
      >
        {languages[language].retry}
      </button>
    </>
  );
}

// It is always there: a live region speaks only text that comes after it.
function Toast({ state: { undo, undoOffered }, strings, actions }: TeachProps) {
  const latest = undoOffered ? undo.at(-1) : undefined;
  return (
    <div class="toast" role="status" data-shown={latest !== undefined}>
      {latest && (
        <>
          <span>{undoText(latest, strings)}</span>
          <button
            type="button"
            id="undo"
            class="quiet"
            onClick={leaving('teach-heading', () => actions.dispatch({ type: 'undone' }))}
          >
            {strings.undo}
          </button>
          <button
            type="button"
            class="cross"
            aria-label={strings.close}
            onClick={leaving('teach-heading', () => actions.dispatch({ type: 'undoDismissed' }))}
          />
        </>
      )}
    </div>
  );
}

Object.assign(globalThis, { glanceTeach: openRoom });
