// The page's content policy: what index.html says, narrowed to the page's own folder.
import { policyOfFolder } from '../../shared/policy.ts';

const selector = 'meta[http-equiv=Content-Security-Policy]';

/** Forbids the page everything on its own host but its folder, from now on. */
export function narrowPolicy(document: Document, folder: URL): void {
  const policy = policyOfFolder(policyOf(document), folder);
  if (!policy) return;
  const meta = Object.assign(document.createElement('meta'), { content: policy });
  meta.httpEquiv = 'Content-Security-Policy';
  document.head.append(meta);
}

/** The one of index.html. */
export function policyOf(document: Document): string {
  return document.querySelector<HTMLMetaElement>(selector)?.content ?? '';
}
