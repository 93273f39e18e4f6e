// The page of <glance-classifier>: defines the element, and lists what it tells.
import './node_modules/glance/element.js';

const events = document.querySelector('#events');

for (const type of ['glance-ready', 'glance-result', 'glance-error']) {
  document.addEventListener(type, ({ target, detail }) => {
    const line = document.createElement('li');
    line.textContent = `${type} of #${target.id}: ${detail.message ?? detail.result?.predictions[0].label ?? detail.classifier.model.name}`;
    events.append(line);
  });
}
