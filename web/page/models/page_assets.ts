// Where the page's library gets its files. From a server, the worker's script is fetched once, and every worker is started from
// that text: while pictures are there, no new worker asks for anything, and all of them are under the page's own content policy.
import { openAssets, startWorkerAt, type Assets, type Manifest } from '../../library/assets.ts';
import { checkedBytes } from '../../shared/asset_bytes.ts';
import { revokeScript, scriptBlobUrl } from '../../shared/trusted_url.ts';

/** @returns what opens the page's files; all that it opens share the script */
export function pageAssets(base: URL, manifest: Manifest): () => Assets {
  if (base.protocol === 'file:') return () => openAssets(base, manifest);
  let script: Promise<string> | null = null;
  let failures = 0;

  // After a failed start the script is fetched anew: it may be what was wrong.
  function forget(): void {
    script?.then(revokeScript, () => {});
    script = null;
    ++failures;
  }

  return () => {
    const assets = openAssets(base, manifest);
    return {
      ...assets,
      async startWorker() {
        script ??= fetchScript(base, manifest, failures);
        return startWorkerAt(await script);
      },
      dispose(failure) {
        if (failure && (failure as Error).name !== 'AbortError') forget();
        assets.dispose(failure);
      },
    };
  };
}

// The hash in the query keeps a script of an older release out of this one. After a failure the address is another one: a browser
// may still wait for the answer at the one before.
async function fetchScript(base: URL, { worker }: Manifest, failures: number): Promise<string> {
  const { name, sha256 } = worker;
  const url = new URL(name, base);
  url.searchParams.set('v', sha256.slice(0, 16));
  if (failures > 0) url.searchParams.set('again', String(failures));
  const bytes = await checkedBytes({ name, url: url.href }, () => {});
  return scriptBlobUrl(new TextDecoder().decode(bytes));
}
