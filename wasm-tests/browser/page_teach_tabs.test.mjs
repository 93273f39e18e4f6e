// A project that is open in two tabs of Chromium: neither writes over what the other one did, and both are put together.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { countsOf, kindsOf, openTab, roomOf } from './teach_page.mjs';

const { paths } = kindsOf(2);

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const isKept = ({ kept }) => kept;
  const one = roomOf(place);
  let other;

  // What a person brings about who goes from one tab to the other. The browser's own events, which come when they like, do not.
  const goTo = (room) => room.evaluate(() => window.dispatchEvent(new Event('focus')));
  const stopOwnEvents = () => {
    const stop = (event) => event.isTrusted && event.stopImmediatePropagation();
    for (const name of ['focus', 'visibilitychange']) addEventListener(name, stop, true);
  };
  const asksForBoth = (room) =>
    room.evaluate(() => document.getElementById('put-together') !== null);
  const idOf = async (room, name) =>
    (await room.now()).classes.find((each) => each.name === name).id;

  before(async () => {
    await place.session.page.context().addInitScript(stopOwnEvents);
    await one.evaluate(stopOwnEvents);
    await one.goTo();
    other = await openTab(place);
    await other.goTo();
  });

  after(() => other?.close());

  test('what one tab did is in the other when somebody comes back to it', async () => {
    const stripes = await one.addClass('stripes');
    await one.addPictures(stripes, paths.stripes);
    await one.addClass('disc');
    await one.when('it is kept', (now) => countsOf(now).stripes === 2 && isKept(now));
    await other.addClass('noise');
    await poll('it says so', () => asksForBoth(other));
    const { classes } = await other.now();
    assert.deepEqual(
      classes.map(({ name }) => name),
      ['noise'],
    );
    await other.press('#put-together');
    const now = await other.when('both', (is) => is.classes.length === 3 && isKept(is));
    assert.deepEqual(countsOf(now), { noise: 0, stripes: 2, disc: 0 });
    await goTo(one);
    const { notice, ...here } = await one.when('both', (is) => is.classes.length === 3);
    assert.deepEqual(countsOf(here), countsOf(now));
    assert.match(notice, /in the other tab/);
  });

  test('pictures that both added at the same time are all there, and after a reload, too', async () => {
    await one.addPictures(await idOf(one, 'disc'), paths.disc);
    await other.addPictures(await idOf(other, 'noise'), paths.noise);
    const hasOwn = (name) => (now) => countsOf(now)[name] === 2;
    await one.when('its own', hasOwn('disc'));
    await other.when('its own', hasOwn('noise'));
    const behind = await poll('one of them says so, and the other is kept', async () => {
      for (const [room, faster] of [
        [one, other],
        [other, one],
      ])
        if ((await asksForBoth(room)) && isKept(await faster.now())) return room;
      return undefined;
    });
    await behind.press('#put-together');
    const all = { noise: 2, stripes: 2, disc: 2 };
    const hasAll = (now) => Object.keys(all).every((name) => countsOf(now)[name] === 2);
    await behind.when('both', (now) => hasAll(now) && isKept(now));
    await one.loadAgain();
    await one.when('all of it', hasAll);
  });

  test('what somebody does while it comes in stays', async () => {
    await other.addClass('waves');
    await poll('it is kept, or is when both are put together', async () => {
      if (await asksForBoth(other)) await other.press('#put-together');
      return isKept(await other.now());
    });
    await one.evaluate(() => {
      window.dispatchEvent(new Event('focus'));
      const field = document.getElementById('new-class');
      field.value = 'dots';
      field.form.requestSubmit();
    });
    const names = ({ classes }) => classes.map(({ name }) => name).sort();
    const wanted = ['disc', 'dots', 'noise', 'stripes', 'waves'];
    const now = await one.when('both', (is) => is.classes.length >= wanted.length);
    assert.deepEqual(names(now), wanted);
    await one.when('it is kept', isKept);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
