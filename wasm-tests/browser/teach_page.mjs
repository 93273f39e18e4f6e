// What a person does where the page is taught, and sees of it; and what its tests have in common.
import { rmSync } from 'node:fs';
import { after, before, beforeEach } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { readyAfterMs } from './glance_page.mjs';
import { writeKinds } from './taught_pictures.mjs';

const limitMs = 60_000;

/** Goes to the place by its link, and waits until it is there. */
export async function goToTeach(session) {
  await readyAfterMs(session);
  await session.evaluate(() => document.querySelector('[data-place=teach]').click());
  await roomReady(session);
}

/** Loads the page again, and waits until it is ready. */
export async function loadAgain(session) {
  await session.evaluate(() => {
    globalThis.isOld = true; // as long as this document is the one that answers
    location.reload();
  });
  const isNew = () => !globalThis.isOld && document.documentElement.dataset.state === 'ready';
  await poll('it loads', () => session.evaluate(isNew).catch(() => false));
}

/** Waits until nothing is opened, read or learned. */
export function roomReady(session) {
  return poll('the place is ready', () =>
    session.evaluate(() => document.querySelector('#teach')?.dataset.teach === 'ready'),
  );
}

/** The classes from top to bottom, what is said of them, and of what was learned. */
export function roomNow(session) {
  return session.evaluate(() => {
    const textOf = (selector) => document.querySelector(selector)?.textContent ?? '';
    return {
      classes: [...document.querySelectorAll('[data-class]')].map(({ dataset }) => ({
        id: Number(dataset.class),
        name: dataset.name,
        pictures: Number(dataset.pictures),
      })),
      fresh: document.querySelector('#lesson')?.dataset.fresh === 'true',
      lesson: textOf('#lesson'),
      advice: [...document.querySelectorAll('#advice li')].map((each) => each.textContent),
      notice: textOf('#teach-notice'),
      unread: textOf('#unread'),
      noModel: textOf('#no-model'),
      toast: textOf('.toast'),
      kept: document.querySelector('#kept')?.dataset.kept === 'true',
      trial: textOf('#try .trial'),
    };
  });
}

/** Waits until the place satisfies `isWanted`. @returns what there is then */
export function roomWhen(session, what, isWanted) {
  let now;
  return poll(
    what,
    async () => {
      now = await roomNow(session);
      return isWanted(now) && now;
    },
    { limitMs, everyMs: 50 },
  ).catch(({ message }) => {
    throw new Error(`${message}: ${JSON.stringify(now)}`);
  });
}

/** Names by pictures of the classes. */
export const countsOf = ({ classes }) =>
  Object.fromEntries(classes.map(({ name, pictures }) => [name, pictures]));

/** Names a new class. @returns its id */
export async function addClass(session, name) {
  // By their ids, since a class that was just removed may still be drawn.
  const known = new Set((await roomNow(session)).classes.map(({ id }) => id));
  await session.evaluate((text) => {
    const field = document.getElementById('new-class');
    field.value = text;
    field.form.requestSubmit();
  }, name);
  const isNew = ({ id }) => !known.has(id);
  const { classes } = await roomWhen(session, `the class ${name}`, (now) =>
    now.classes.some(isNew),
  );
  return classes.find(isNew).id;
}

/** Chooses pictures for a class. */
export function addPictures(session, id, paths) {
  return session.setFiles(`#class-input-${id}`, paths);
}

/** Waits until everything has been learned as it is. */
export function learned(session) {
  return roomWhen(session, 'it is learned', ({ fresh }) => fresh);
}

/** Clicks an element. */
export function press(session, selector) {
  return session.evaluate((wanted) => document.querySelector(wanted).click(), selector);
}

/**
 * All of this for the tests of one place, in the session that it has when they run.
 * @param {{ session?: any }} place
 */
export function roomOf(place) {
  /** @returns {(...args: any[]) => any} */
  const here =
    (work) =>
    (...args) =>
      work(place.session, ...args);
  return {
    evaluate: here((session, ...args) => session.evaluate(...args)),
    setFiles: here((session, ...args) => session.setFiles(...args)),
    goTo: here(goToTeach),
    loadAgain: here(loadAgain),
    ready: here(roomReady),
    now: here(roomNow),
    when: here(roomWhen),
    addClass: here(addClass),
    addPictures: here(addPictures),
    learned: here(learned),
    press: here(press),
  };
}

/** Goes there before the tests of a place, and begins each with an empty project. @param {ReturnType<typeof roomOf>} room */
export function startEachAnew(room) {
  before(room.goTo);
  beforeEach(async () => {
    if ((await room.now()).classes.length === 0) return;
    await room.press('#start-anew');
    await room.when('nothing', ({ classes }) => classes.length === 0);
  });
}

/** Pictures of three kinds in a folder, until the tests of the file are over. @param {number} each pictures of a kind */
export function kindsOf(each) {
  const written = writeKinds(each);
  after(() => rmSync(written.folder, { recursive: true }));
  return written;
}

/**
 * Opens another tab of the same browser.
 * @param {any} place
 * @param {{ url?: string, before?: () => void }} [how] `before` runs in it before the page does
 */
export async function openTab(place, { url = place.url, before: script } = {}) {
  const page = await place.session.page.context().newPage();
  if (script) await page.addInitScript(script);
  await page.goto(url);
  const session = {
    evaluate: (work, argument) => page.evaluate(work, argument),
    setFiles: (selector, files) => page.setInputFiles(selector, files),
  };
  return { ...roomOf({ session }), close: () => page.close() };
}
