// The pictures as cards: one article each, with the answer or the reason why there is none.
import { Component } from 'preact';

import type { Actions } from '../actions.ts';
import type { Model, Picture, Settings } from '../state/state.ts';
import { mostCards } from '../state/table.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';
import { removing } from '../widgets.tsx';
import { Answer } from './answer.tsx';
import { followPhoto, showThumbnails } from './photos.ts';

const mostAtOnce = 16; // new cards a frame, so that the page stays responsive

type CardsProps = {
  pictures: readonly Picture[];
  /** Those that may have answered. */
  models: readonly Model[];
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

export class Cards extends Component<CardsProps> {
  private made: ReadonlySet<number> = new Set(); // ids of the pictures whose cards are in the document
  private frame = 0;

  override shouldComponentUpdate({ pictures, models, settings }: CardsProps) {
    const { props } = this;
    return pictures !== props.pictures || models !== props.models || settings !== props.settings;
  }

  override render({ pictures, models, settings, strings, actions }: CardsProps) {
    const kind = pictures.length > mostCards ? 'many-cards' : pictures.length === 1 ? 'alone' : '';
    return (
      <div id="pictures" class={`pictures ${kind}`} hidden={pictures.length === 0}>
        {this.someOf(pictures).map((picture) => (
          <Card key={picture.id} {...{ picture, models, settings, strings, actions }} />
        ))}
      </div>
    );
  }

  override componentDidUpdate() {
    showThumbnails(this.props.pictures.length > mostCards);
  }

  // Those that have a card, and as many more as one frame makes.
  private someOf(pictures: readonly Picture[]) {
    const fresh = pictures.filter(({ id }) => !this.made.has(id));
    const joining = new Set(this.frame ? [] : fresh.slice(0, mostAtOnce));
    const shown = pictures.filter((each) => this.made.has(each.id) || joining.has(each));
    this.made = new Set(shown.map(({ id }) => id));
    if (shown.length < pictures.length) this.frame ||= requestAnimationFrame(this.goOn);
    return shown;
  }

  private goOn = () => {
    this.frame = 0;
    this.forceUpdate();
  };
}

type CardProps = {
  picture: Picture;
  models: readonly Model[];
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

class Card extends Component<CardProps> {
  override shouldComponentUpdate({ picture, models, settings }: CardProps) {
    const { props } = this;
    return picture !== props.picture || models !== props.models || settings !== props.settings;
  }

  override render({ picture, models, settings, strings, actions }: CardProps) {
    const { id, name, status, result } = picture;
    const heading = `picture-${id}`;
    return (
      <article
        ref={picture.mayBeShown ? this.follow : undefined}
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
            <Outcome {...{ picture, models, settings, strings, actions }} />
          </div>
        </div>
      </article>
    );
  }

  // Preact calls what this returns when the card is removed.
  private follow = (article: HTMLElement | null) =>
    article ? followPhoto(article, this.props.picture) : undefined;
}

// For the mouse and the finger: by the keyboard, and for screen readers, there is a button with a name. photos.ts fills it.
function Photo({
  picture: { id, status },
  strings,
  actions,
}: Omit<CardProps, 'models' | 'settings'>) {
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

function Outcome({ picture, models, settings, strings, actions }: CardProps) {
  const { status, failure } = picture;
  if (status === 'done') return <Answer {...{ picture, models, settings, strings, actions }} />;
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
