// Makes the page installable where it comes from a server. Not in index.html: browsers complain about a manifest of a page
// from disk.
import { element } from './elements.ts';

/** @param {Location} location */
export function linkManifest({ protocol }) {
  if (!/^https?:$/.test(protocol)) return;
  document.head.append(
    element('link', { rel: 'manifest', href: 'manifest.webmanifest' }),
    element('link', { rel: 'apple-touch-icon', href: 'icons/icon-192.png' }),
  );
}
