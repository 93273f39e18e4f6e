// The dialog "About this build" and the button that opens it. What is in it has a script of its own (door.ts).
import type { Actions } from '../actions.ts';
import type { Strings } from '../strings/strings.ts';
import { memo, Sheet } from '../widgets.tsx';

type AboutProps = { open: boolean; strings: Strings; actions: Actions };

export function AboutDialog({ open, strings, actions }: AboutProps) {
  return (
    <Sheet
      id="about"
      title={strings.aboutBuild}
      onLeave={() => actions.closeDialog('about')}
      {...{ open, strings }}
    >
      <Contents />
    </Sheet>
  );
}

// The script draws into it, so what is in it never changes here.
const Contents = memo(() => <div id="about-contents" class="about" />);

type AboutButtonProps = { strings: Strings; actions: Actions };

export function AboutButton({ strings, actions }: AboutButtonProps) {
  return (
    <button
      type="button"
      class="quiet"
      data-action="openDialog"
      data-dialog="about"
      aria-haspopup="dialog"
      onClick={() => actions.openDialog('about')}
    >
      {strings.aboutBuild}
    </button>
  );
}
