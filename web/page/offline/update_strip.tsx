// The strip that tells of a newer version of the page; and what makes the page installable.
import type { Actions } from '../actions.ts';
import type { Offline } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { memo } from '../widgets.tsx';

type UpdateProps = { offline: Offline; hasPictures: boolean; strings: Strings; actions: Actions };

export const UpdateStrip = memo(({ offline, hasPictures, strings, actions }: UpdateProps) => {
  const { update } = offline;
  return (
    <div class="update">
      <p id="update-text" aria-live="polite">
        {textOf(update, hasPictures, strings)}
      </p>
      <button
        type="button"
        id="take-update"
        class="quiet"
        data-action="takeUpdate"
        hidden={update === 'none'}
        onClick={actions.takeUpdate}
      >
        {update === 'elsewhere' ? strings.loadAgain : strings.takeUpdate}
      </button>
    </div>
  );
});

function textOf(update: Offline['update'], hasPictures: boolean, strings: Strings) {
  if (update === 'none') return '';
  if (update === 'elsewhere') return strings.updatedElsewhere;
  return strings.sentences(strings.updateReady, hasPictures && strings.updateTakes);
}

/**
 * Makes the page installable when it comes from a server. Not in index.html: browsers complain about the manifest of a page
 * that was opened from disk. The app takes no shared pictures yet.
 */
export function linkManifest({ protocol }: Location) {
  if (!/^https?:$/.test(protocol)) return;
  const link = (rel: string, href: string) =>
    Object.assign(document.createElement('link'), { rel, href });
  document.head.append(
    link('manifest', 'manifest.webmanifest'),
    link('apple-touch-icon', 'icons/icon-192.png'),
  );
}

/**
 * Offers other apps to share pictures with the installed page. Only for a page that its service worker controls: that one takes
 * the pictures, and without it they would go to the server.
 */
export function offerSharing() {
  const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
  if (link) link.href = 'share.webmanifest';
}
