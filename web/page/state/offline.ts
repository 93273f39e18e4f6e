// Whether the page is kept on this device, and whether a newer version of it is.

/**
 * @typedef {{ kept: boolean | null, update: 'none' | 'ready' | 'elsewhere' }} Offline `kept` is null while that is not
 *   known; an update is `ready` to be taken, or was taken by another page of the same browser
 */

/** @type {Offline} */
export const firstOffline = Object.freeze({ kept: null, update: 'none' });

export const offlineReducers = {
  keptKnown: ({ offline }, { kept }) => (offline.kept === kept ? null : change(offline, { kept })),
  updateReady: ({ offline }) =>
    offline.update === 'none' ? change(offline, { update: 'ready' }) : null,
  updatedElsewhere: ({ offline }) =>
    offline.update === 'elsewhere' ? null : change(offline, { update: 'elsewhere' }),
};

function change(offline, changes) {
  return { offline: Object.freeze({ ...offline, ...changes }) };
}
