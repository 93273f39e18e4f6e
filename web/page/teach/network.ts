// The network that is taught: that of the page where it can be, otherwise one of its own beside it. After `Use here` the page
// classifies with what was taught, and the embeddings of the next pictures must still come from the network below it.
import type { Classifier } from '../../library/types.ts';
import { GlanceError } from '../../shared/errors.ts';
import type { Model, State } from '../state/state.ts';
import type { Host } from './door.ts';
import type { Base } from './state.ts';

export interface Network {
  /**
   * A classifier of the base network. Rejects with `teach/other-model` when it is not here, or with why it, or any network of
   * the page, does not start.
   * @param base null: whatever a new lesson begins with
   */
  classifier(base: Base | null): Promise<Classifier>;
  /** To be called when the page may have another classifier. */
  check(): void;
  /** Ends what was started here. */
  release(): void;
}

export function createNetwork(host: Host): Network {
  let waiting: (() => void)[] = [];
  let own: { sha256: string; classifier: Promise<Classifier> } | null = null;

  async function pageClassifier(): Promise<Classifier> {
    while (!host.classifierNow() || !host.stateNow().model) {
      const { failure } = host.stateNow();
      if (failure) throw new GlanceError(failure.code, failure.message);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return host.classifierNow()!;
  }

  async function classifier(base: Base | null): Promise<Classifier> {
    const inUse = await pageClassifier();
    const wanted = base?.sha256 ?? (await baseSha256(inUse, host.stateNow()));
    // At another size of the input, embeddings are others.
    if (inUse.model.sha256 === wanted && host.stateNow().settings.resolution === null) return inUse;
    const model = host.stateNow().offered.find(({ sha256 }) => sha256 === wanted);
    if (!model) throw new GlanceError('teach/other-model', `${base?.name ?? wanted} is not here`);
    return ownOf(model);
  }

  function ownOf(model: Model): Promise<Classifier> {
    if (own?.sha256 === model.sha256) return own.classifier;
    release();
    const started = { sha256: model.sha256, classifier: host.start(model, {}) };
    started.classifier.catch(() => {
      if (own === started) own = null;
    });
    own = started;
    return started.classifier;
  }

  function release(): void {
    own?.classifier.then(
      (each) => each.close(),
      () => {},
    );
    own = null;
  }

  return {
    classifier,
    check() {
      const now = waiting;
      waiting = [];
      for (const resolve of now) resolve();
    },
    release,
  };
}

// What was taught is taught anew from the network below it; a network without embeddings cannot be taught.
async function baseSha256(classifier: Classifier, { offered }: State): Promise<string> {
  const { model } = classifier;
  const known = offered.find(({ sha256 }) => sha256 === model.sha256);
  if (known?.origin === 'shipped' && model.embeddingSize > 0) return model.sha256;
  const below = await taughtBaseOf(classifier.weights());
  if (below && offered.some(({ sha256 }) => sha256 === below)) return below;
  return !below && model.embeddingSize > 0 ? model.sha256 : offered[0]!.sha256;
}

/** The SHA-256 of the network that a weight file was taught from, as its header says (models/FORMAT.md); undefined of another. */
export async function taughtBaseOf(weights: Blob): Promise<string | undefined> {
  const length = new DataView(await weights.slice(0, 8).arrayBuffer()).getBigUint64(0, true);
  const header = JSON.parse(await weights.slice(8, 8 + Number(length)).text());
  return JSON.parse(header.__metadata__.glance).taught?.base?.sha256;
}
