// What can be done to many pictures: look again, show them otherwise, sort, filter, save what was found.
import { fileOf } from '../export/file.ts';

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {{ run: () => void, changeSetting: (name: string, value: unknown) => void,
 *   download: (name: string, blob: Blob) => void }} page `run` has waiting pictures looked at
 */
export function manyActions(store, { run, changeSetting, download }) {
  function lookAgain(event) {
    store.dispatch(event);
    run();
  }
  return {
    again: () => lookAgain({ type: 'staleRetried' }),
    retryMany: () => lookAgain({ type: 'retried' }),
    retryOne: ({ id }) => lookAgain({ type: 'retried', id: Number(id) }),
    layout: ({ layout }) => changeSetting('layout', layout),
    sort: ({ by }) => store.dispatch({ type: 'sortedBy', by }),
    filter: (text) => store.dispatch({ type: 'filtered', text }),
    save({ format }) {
      const { name, blob } = fileOf(store.state, format, new Date());
      download(name, blob);
    },
  };
}
