// A page with the content policy of the real one that shows what it was given (files, keys) and, by the word
// after `?`, does one wrong thing while it loads: the engines' tests check that the wrong thing is noticed.
'use strict';

const outside = 'http://127.0.0.2:9/'; // another origin; nothing listens on port 9

function inWorker(source) {
  return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
}

const wrongThings = {
  console: () => console.error('probe: console'),
  throw: () =>
    setTimeout(() => {
      throw new Error('probe: thrown');
    }),
  reject: () => {
    Promise.reject(new Error('probe: rejected'));
  },
  eval: () => {
    try {
      new Function('return 1')();
    } catch {
      /* the policy's event is what counts */
    }
  },
  'inline-style': () => document.body.setAttribute('style', 'color: red'),
  'outside-fetch': () => {
    fetch(`${outside}fetch`).catch(() => {});
  },
  'outside-image': () => {
    new Image().src = `${outside}image`;
  },
  missing: () => {
    document.body.appendChild(new Image()).src = 'no-such-picture.png';
  },
  'worker-console': () => {
    inWorker('console.error("probe: worker console")');
  },
  'worker-throw': () => {
    inWorker('setTimeout(() => { throw new Error("probe: worker thrown"); })');
  },
  'worker-fetch': () => {
    inWorker(`fetch('${outside}worker').catch(() => {})`);
  },
  'worker-own': () => {
    inWorker(
      `fetch('${new URL('index.html?worker', location.href.split('?')[0])}').catch(() => {})`,
    );
  },
  'worker-eval': () => {
    inWorker('try { new Function("return 1")(); } catch {}');
  },
};

async function show(files) {
  const list = document.querySelector('#files');
  for (const file of files) {
    const item = document.createElement('li');
    const bytes = new Uint8Array(await file.arrayBuffer());
    item.textContent = `${file.name} ${file.type} ${bytes.length} ${bytes.reduce((sum, byte) => sum + byte, 0)}`;
    list.append(item);
  }
  document.documentElement.dataset.shown = list.children.length;
}

document
  .querySelector('#file-input')
  .addEventListener('change', (event) => show(event.target.files));
const zone = document.querySelector('#drop-zone');
zone.addEventListener('dragover', (event) => event.preventDefault());
zone.addEventListener('drop', (event) => {
  event.preventDefault();
  show(event.dataTransfer.files);
});
wrongThings[location.search.slice(1)]?.();
document.documentElement.dataset.state = 'ready';
