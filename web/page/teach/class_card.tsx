// One class: its name, its pictures, and the ways to bring more.
import { FileInput } from '../input/welcome.tsx';
import { Drawing, leaving, memo } from '../widgets.tsx';
import type { RoomActions } from './actions.ts';
import { draggedType, Pictures } from './pictures.tsx';
import type { Learned, TaughtClass } from './state.ts';
import type { TeachStrings } from './strings.ts';
import { inOrder, shortName } from './words.ts';

type CardProps = {
  taught: TaughtClass;
  learned: Learned | null;
  wide: boolean;
  strings: TeachStrings;
  actions: RoomActions;
};

type WaysProps = Omit<CardProps, 'learned'> & { haveRoom: boolean };

export const ClassCard = memo((props: CardProps) => {
  const { taught, learned, wide, strings, actions } = props;
  const { id, examples } = taught;
  const name = shortName(taught.name);
  return (
    <div
      role="group"
      class="class-card"
      data-class={id}
      data-name={taught.name}
      data-pictures={examples.length}
      aria-label={name}
      onDragOver={acceptExample}
      onDrop={(event) => {
        const dragged = event.dataTransfer?.getData(draggedType);
        if (!dragged) return;
        event.preventDefault();
        actions.dispatch({ type: 'moved', ids: [Number(dragged)], to: id });
      }}
    >
      <header>
        <input
          class="class-name"
          type="text"
          aria-label={strings.className}
          value={taught.name}
          autocomplete="off"
          onChange={({ currentTarget }) => {
            actions.nameClass(id, currentTarget.value);
            if (currentTarget.value.trim() === '') currentTarget.value = taught.name;
          }}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
        <span class="count">{strings.pictureCount(examples.length)}</span>
        <button
          type="button"
          class="cross"
          data-action="removeClass"
          aria-label={strings.removeClass(name)}
          onClick={leaving('teach-heading', () => actions.dispatch({ type: 'classRemoved', id }))}
        />
      </header>
      <Pictures
        label={strings.picturesOf(name)}
        examples={ordered(examples, learned)}
        look={(example) => actions.dispatch({ type: 'lookedAt', id: example })}
        remove={(example) => actions.dispatch({ type: 'removed', ids: [example] })}
        empty={<p class="empty">{taught.none ? strings.addNoneHint : strings.emptyClass}</p>}
        below={(haveRoom) => <Ways {...{ haveRoom, ...props }} />}
        {...{ learned, wide, strings }}
      />
    </div>
  );
});

/** Ways to bring more pictures, and to see all of them. @param haveRoom whether the closed card shows all */
function Ways({ taught: { id, examples }, haveRoom, wide, strings, actions }: WaysProps) {
  return (
    <div class="class-ways">
      <span class="way">
        <FileInput
          id={`class-input-${id}`}
          accept="image/jpeg,image/png,image/*"
          multiple
          take={(files) => actions.addTo(id, files)}
        />
        <label for={`class-input-${id}`}>
          <Drawing side={20} path="M10 3.5v13M3.5 10h13" />
          <span>{strings.addPictures}</span>
        </label>
      </span>
      <button
        type="button"
        class="way"
        data-action="openCamera"
        aria-haspopup="dialog"
        onClick={() => actions.openCamera(id)}
      >
        <Drawing side={20} path="M2.5 6H6l1.5-2.5h5L14 6h3.5v10.5h-15z">
          <circle cx="10" cy="11" r="3" />
        </Drawing>
        <span>{strings.camera}</span>
      </button>
      {!haveRoom && (
        <button
          type="button"
          class="quiet all"
          aria-expanded={wide}
          onClick={() => actions.dispatch({ type: 'widened', id, wide: !wide })}
        >
          {wide ? strings.showFewer : strings.showAll(examples.length)}
        </button>
      )}
    </div>
  );
}

function acceptExample(event: DragEvent) {
  if (event.dataTransfer?.types.includes(draggedType)) event.preventDefault();
}

// The same list for the same pictures and lesson, so that nothing is drawn anew.
const orders = new WeakMap<
  readonly object[],
  { learned: Learned | null; order: TaughtClass['examples'] }
>();

function ordered(examples: TaughtClass['examples'], learned: Learned | null) {
  const known = orders.get(examples);
  if (known?.learned === learned) return known.order;
  const order = inOrder(examples, learned);
  orders.set(examples, { learned, order });
  return order;
}
