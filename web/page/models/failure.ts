// Failures as values of the state.

/** @param {Error} error @returns {import('../state/state.ts').Failure} `code` is the library's, else the kind of error */
export function failureOf({ code, name, message }) {
  return Object.freeze({ code: typeof code === 'string' ? code : name, message });
}
