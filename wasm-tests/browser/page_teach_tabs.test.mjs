// A project that is open in two tabs of Chromium: neither writes over what the other one did, and both are put together.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { writeKinds } from './taught_pictures.mjs';
import {
  addClass,
  addPictures,
  countsOf,
  goToTeach,
  loadAgain,
  press,
  roomNow,
  roomWhen,
} from './teach_page.mjs';

const { folder, paths } = writeKinds(2);
after(() => rmSync(folder, { recursive: true }));

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const isKept = ({ kept }) => kept;
  let one;
  let other;

  // What a person brings about who goes from one tab to the other. The browser's own events, which come when they like, do not.
  const goTo = (session) => session.evaluate(() => window.dispatchEvent(new Event('focus')));
  const stopOwnEvents = () => {
    const stop = (event) => event.isTrusted && event.stopImmediatePropagation();
    for (const name of ['focus', 'visibilitychange']) addEventListener(name, stop, true);
  };
  const asksForBoth = (session) =>
    session.evaluate(() => document.getElementById('put-together') !== null);
  const idOf = async (session, name) =>
    (await roomNow(session)).classes.find((each) => each.name === name).id;

  before(async () => {
    one = place.session;
    await one.page.context().addInitScript(stopOwnEvents);
    await one.evaluate(stopOwnEvents);
    await goToTeach(one);
    const page = await one.page.context().newPage();
    await page.goto(place.url);
    other = {
      page,
      evaluate: (work, argument) => page.evaluate(work, argument),
      setFiles: (selector, files) => page.setInputFiles(selector, files),
    };
    await goToTeach(other);
  });

  after(() => other?.page.close());

  test('what one tab did is in the other when somebody comes back to it', async () => {
    const stripes = await addClass(one, 'stripes');
    await addPictures(one, stripes, paths.stripes);
    await addClass(one, 'disc');
    await roomWhen(one, 'it is kept', (now) => countsOf(now).stripes === 2 && isKept(now));
    await addClass(other, 'noise');
    await poll('it says so', () => asksForBoth(other));
    const { classes } = await roomNow(other);
    assert.deepEqual(
      classes.map(({ name }) => name),
      ['noise'],
    );
    await press(other, '#put-together');
    const now = await roomWhen(other, 'both', (is) => is.classes.length === 3 && isKept(is));
    assert.deepEqual(countsOf(now), { noise: 0, stripes: 2, disc: 0 });
    await goTo(one);
    const { notice, ...here } = await roomWhen(one, 'both', (is) => is.classes.length === 3);
    assert.deepEqual(countsOf(here), countsOf(now));
    assert.match(notice, /in the other tab/);
  });

  test('pictures that both added at the same time are all there, and after a reload, too', async () => {
    await addPictures(one, await idOf(one, 'disc'), paths.disc);
    await addPictures(other, await idOf(other, 'noise'), paths.noise);
    const hasOwn = (name) => (now) => countsOf(now)[name] === 2;
    await roomWhen(one, 'its own', hasOwn('disc'));
    await roomWhen(other, 'its own', hasOwn('noise'));
    const behind = await poll('one of them says so, and the other is kept', async () => {
      for (const [session, faster] of [
        [one, other],
        [other, one],
      ])
        if ((await asksForBoth(session)) && isKept(await roomNow(faster))) return session;
      return undefined;
    });
    await press(behind, '#put-together');
    const all = { noise: 2, stripes: 2, disc: 2 };
    const hasAll = (now) => Object.keys(all).every((name) => countsOf(now)[name] === 2);
    await roomWhen(behind, 'both', (now) => hasAll(now) && isKept(now));
    await loadAgain(one);
    await roomWhen(one, 'all of it', hasAll);
  });

  test('what somebody does while it comes in stays', async () => {
    await addClass(other, 'waves');
    await poll('it is kept, or is when both are put together', async () => {
      if (await asksForBoth(other)) await press(other, '#put-together');
      return isKept(await roomNow(other));
    });
    await one.evaluate(() => {
      window.dispatchEvent(new Event('focus'));
      const field = document.getElementById('new-class');
      field.value = 'dots';
      field.form.requestSubmit();
    });
    const names = ({ classes }) => classes.map(({ name }) => name).sort();
    const wanted = ['disc', 'dots', 'noise', 'stripes', 'waves'];
    const now = await roomWhen(one, 'both', (is) => is.classes.length >= wanted.length);
    assert.deepEqual(names(now), wanted);
    await roomWhen(one, 'it is kept', isKept);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
