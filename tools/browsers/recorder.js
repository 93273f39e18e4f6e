// Runs in the page before any script of the page and notes what goes wrong. Chromium and Firefox tell errors
// themselves and only need the violations; for WebKit this is the only witness.
(() => {
  'use strict';
  const recorded = {
    errors: /** @type {string[]} */ ([]),
    violations: /** @type {string[]} */ ([]),
  };
  Object.defineProperty(globalThis, 'glanceTestRecorded', { value: recorded });

  const { error } = console;
  console.error = (...args) => {
    recorded.errors.push(args.map(String).join(' '));
    error.apply(console, args);
  };

  // In the capture phase, so that elements whose file does not load are seen too. A preview of a broken
  // picture is no fault of the page, so blob: and data: do not count.
  addEventListener(
    'error',
    (event) => {
      const { src, href } = /** @type {{ src?: string, href?: string }} */ (event.target ?? {});
      const address = src ?? href;
      if (address === undefined) recorded.errors.push(event.message);
      else if (!/^(blob|data):/.test(address)) recorded.errors.push(`cannot load ${address}`);
    },
    true,
  );
  addEventListener('unhandledrejection', (event) =>
    recorded.errors.push(`rejected: ${event.reason}`),
  );
  document.addEventListener('securitypolicyviolation', (event) => {
    recorded.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
})();
