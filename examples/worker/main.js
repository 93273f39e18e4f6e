// A page whose own worker asks the library, so that whatever it does with the labels happens there too.
const answer = document.querySelector('#answer');
const labels = new Worker(new URL('./labels_worker.js', import.meta.url), { type: 'module' });

labels.onmessage = ({ data }) => answer.replaceChildren(data);
document
  .querySelector('#picture')
  .addEventListener('change', ({ target }) => labels.postMessage(target.files[0]));
