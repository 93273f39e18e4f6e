// What people do with models.
import type { ModelActions } from '../actions.ts';
import { chosenModel, modelChoices } from '../state/models.ts';
import type { Model } from '../state/state.ts';
import type { Store } from '../store.ts';
import type { Loader } from './loader.ts';

export function modelActions(
  store: Store,
  loader: Loader,
  clipboardNow: () => Pick<Clipboard, 'writeText'>,
): ModelActions {
  function withOffer(sha256: string, act: (offer: Model) => Promise<void>): void {
    const offer = modelChoices(store.state).find((each) => each.sha256 === sha256);
    if (offer) void act(offer);
  }

  async function copyHash(): Promise<void> {
    const model = chosenModel(store.state);
    if (!model) return;
    try {
      await clipboardNow().writeText(model.sha256);
      store.dispatch({ type: 'hashShown', as: 'copied' });
    } catch {
      store.dispatch({ type: 'hashShown', as: 'whole' });
    }
  }

  return {
    retry: () => void loader.startWithDefault(),
    chooseModel: (sha256) => withOffer(sha256, loader.choose),
    cancelModel: loader.cancel,
    forget: (sha256) => withOffer(sha256, loader.forget),
    dismiss: () => store.dispatch({ type: 'notificationDismissed' }),
    copyHash: () => void copyHash(),
  };
}
