// The pictures as cards: one article each, with the answer or the reason why there is none.
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

import type { Actions } from '../actions.ts';
import type { Picture, Settings } from '../state/state.ts';
import { mostCards } from '../state/table.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';
import { memo, removing } from '../widgets.tsx';
import { Answer } from './answer.tsx';
import { followPhoto, showThumbnails } from './photos.ts';

const mostAtOnce = 16; // new cards a frame, so that the page stays responsive

type CardsProps = {
  pictures: readonly Picture[];
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

export const Cards = memo(({ pictures, settings, strings, actions }: CardsProps) => {
  const areMany = pictures.length > mostCards;
  const made = useFewAtOnce(pictures);
  useLayoutEffect(() => showThumbnails(areMany), [areMany]);
  return (
    <div
      id="pictures"
      class={['pictures', areMany && 'many-cards', pictures.length === 1 && 'alone']
        .filter(Boolean)
        .join(' ')}
      hidden={pictures.length === 0}
    >
      {made.map((picture) => (
        <Card key={picture.id} {...{ picture, settings, strings, actions }} />
      ))}
    </div>
  );
});

// The pictures whose cards are in the document by now; new ones join them with the next frames.
function useFewAtOnce(pictures: readonly Picture[]) {
  const made = useRef(new Set<number>());
  const frame = useRef(0);
  const [, goOn] = useReducer((count: number) => count + 1, 0);
  const fresh = pictures.filter(({ id }) => !made.current.has(id));
  const joining = frame.current ? [] : fresh.slice(0, mostAtOnce);
  const known = new Set([...made.current, ...joining.map(({ id }) => id)]);
  const shown = pictures.filter(({ id }) => known.has(id));
  made.current = new Set(shown.map(({ id }) => id));
  if (shown.length < pictures.length)
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      goOn(undefined);
    });
  return shown;
}

type CardProps = { picture: Picture; settings: Settings; strings: Strings; actions: Actions };

const Card = memo(({ picture, settings, strings, actions }: CardProps) => {
  const { id, name, status, result } = picture;
  const article = useRef<HTMLElement>(null);
  const heading = `picture-${id}`;
  useLayoutEffect(() => followPhoto(article.current!, picture), []);
  return (
    <article
      ref={article}
      data-file={name}
      data-status={status}
      data-model={result?.model.sha256}
      aria-labelledby={heading}
    >
      <Photo {...{ picture, strings, actions }} />
      <div class="words">
        <header>
          <h2 id={heading} title={name}>
            {name}
          </h2>
          <span class="size">{result && strings.size(result.width, result.height)}</span>
          <button
            type="button"
            class="cross remove"
            data-action="remove"
            data-id={id}
            aria-label={strings.remove(name)}
            onClick={removing(() => actions.remove(id))}
          />
        </header>
        <div class="answer">
          <Outcome {...{ picture, settings, strings, actions }} />
        </div>
      </div>
    </article>
  );
});

// For the mouse and the finger: by the keyboard, and for screen readers, there is a button with a name. photos.ts fills it.
function Photo({ picture: { id, status }, strings, actions }: Omit<CardProps, 'settings'>) {
  const canLook = status === 'done';
  return (
    <button
      type="button"
      class="photo"
      tabIndex={-1}
      aria-hidden="true"
      data-id={id}
      data-action={canLook ? 'look' : undefined}
      data-without={strings.noPreview}
      onClick={canLook ? () => actions.look(id) : undefined}
    />
  );
}

function Outcome({ picture, settings, strings, actions }: CardProps) {
  const { status, failure } = picture;
  if (status === 'done') return <Answer {...{ picture, settings, strings, actions }} />;
  if (status !== 'failed') return <p class="pending">{strings.status[status]}</p>;
  return (
    <>
      <p class="message">{sentenceOf(failure, strings)}</p>
      <p class="detail" lang="en">
        {failure.message} <code>{failure.code}</code>
      </p>
    </>
  );
}
