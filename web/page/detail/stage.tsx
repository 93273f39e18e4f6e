// The large preview, and what lies on it: the part that the network sees, the heat map, and the box, which is moved by mouse,
// pen, touch and keyboard. Everything is placed in parts of the sheet, so that it fits at every size.
import { Component, createRef } from 'preact';

import type { Rectangle } from '../../library/types.ts';
import type { Actions } from '../actions.ts';
import { showFile } from '../pictures/photos.ts';
import { between, middleOf, moved, resized, stepOf, wholeOf, type Corner } from '../state/box.ts';
import type { Detail, DonePicture, State } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { Heat } from './heat_map.tsx';
import { carriedOver, placeOn, sheetOf, styleOf, type Place } from './sheet.ts';

type StageProps = {
  state: State;
  detail: Detail;
  picture: DonePicture;
  strings: Strings;
  actions: Actions;
};

export class Stage extends Component<StageProps> {
  private sheet = createRef<HTMLDivElement>();
  private pull: Pull | null = null;

  override render({ state, detail, picture, strings, actions }: StageProps) {
    const { result } = picture;
    const { region, answer } = detail;
    const area = areaOf(this.props);
    const seen = seenBy(detail, result);
    const place = seen && placeOn(seen, area);
    const decisive = answer?.decisive && placeOn(answer.decisive, area);
    return (
      <div
        id="sheet"
        ref={this.sheet}
        style={{ '--aspect': area.width / area.height }}
        onPointerDown={this.grab}
      >
        <div class="clip">
          <Preview
            file={picture.file}
            text={strings.detailPicture(picture.name)}
            place={placeOn(wholeOf(result), area)}
          />
          <Heat language={state.language} {...{ detail, place, strings }} />
          <div id="frame" class="frame" hidden={!place} style={styleOf(place)} />
          <div id="bracket" hidden={!decisive} style={styleOf(decisive)} />
        </div>
        <Box picture={result} {...{ region, area, strings, actions }} />
      </div>
    );
  }

  // While the button is down the document hears the pointer, also outside of the sheet.
  override componentDidMount() {
    document.addEventListener('pointermove', this.move);
    document.addEventListener('pointerup', this.letGo);
    document.addEventListener('pointercancel', this.letGo);
  }

  override componentWillUnmount() {
    document.removeEventListener('pointermove', this.move);
    document.removeEventListener('pointerup', this.letGo);
    document.removeEventListener('pointercancel', this.letGo);
  }

  // A finger beside the box scrolls; mouse and pen draw a new box there.
  private grab = (event: PointerEvent) => {
    if (this.pull || event.button !== 0) return;
    const { detail, picture } = this.props;
    const boxAt = gestureOf(event, this.pointOf(event), detail.region, picture.result);
    if (!boxAt) return;
    event.preventDefault();
    this.pull = { pointerId: event.pointerId, boxAt };
    grabbed(event, '.box, .corner')?.focus({ preventScroll: true });
  };

  private move = (event: PointerEvent) => {
    if (event.pointerId === this.pull?.pointerId)
      this.props.actions.moveBox(this.pull.boxAt(this.pointOf(event)));
  };

  private letGo = ({ pointerId }: PointerEvent) => {
    if (pointerId === this.pull?.pointerId) this.pull = null;
  };

  // In pixels of the picture.
  private pointOf({ clientX, clientY }: PointerEvent): Point {
    const area = areaOf(this.props);
    const { left, top, width, height } = this.sheet.current!.getBoundingClientRect();
    return {
      x: area.x + ((clientX - left) / width) * area.width,
      y: area.y + ((clientY - top) / height) * area.height,
    };
  }
}

// What the sheet shows, in pixels of the picture.
function areaOf({ state, detail, picture }: StageProps) {
  const { inputWidth, inputHeight } = state.model!;
  return sheetOf(picture.result, detail.fit, inputWidth / inputHeight);
}

function seenBy({ answer, region }: Detail, picture: DonePicture['result']) {
  const whole = wholeOf(picture);
  return answer && carriedOver(answer.seen, answer.request.region ?? whole, region ?? whole);
}

type PreviewProps = { file: Blob; text: string; place: Place };

class Preview extends Component<PreviewProps> {
  private image = createRef<HTMLImageElement>();

  override render({ text, place }: PreviewProps) {
    return (
      <img
        id="detail-preview"
        ref={this.image}
        alt={text}
        draggable={false}
        style={styleOf(place)}
      />
    );
  }

  override componentDidMount() {
    showFile(this.image.current!, this.props.file);
  }

  override componentDidUpdate() {
    showFile(this.image.current!, this.props.file);
  }

  override componentWillUnmount() {
    showFile(this.image.current!, null);
  }
}

type Size = { readonly width: number; readonly height: number };
type BoxProps = {
  picture: Size;
  region: Rectangle | null;
  area: Rectangle;
  strings: Strings;
  actions: Actions;
};

const corners: readonly Corner[] = ['nw', 'ne', 'se', 'sw'];

function Box({ picture, region, area, strings, actions }: BoxProps) {
  return (
    <div
      id="box"
      class="box"
      role="application"
      tabIndex={0}
      aria-describedby="part-hint"
      aria-label={region ? strings.box(placeOn(region, wholeOf(picture))) : undefined}
      aria-roledescription={strings.boxRole}
      hidden={!region}
      style={styleOf(region && placeOn(region, area))}
      onKeyDown={(event) => region && pressKey(event, region, picture, actions)}
      onDblClick={() => resetBox(actions)}
    >
      {corners.map((corner) => (
        <button
          type="button"
          class="corner"
          data-corner={corner}
          aria-label={strings.corners[corner]}
        />
      ))}
    </div>
  );
}

function pressKey(event: KeyboardEvent, box: Rectangle, picture: Size, actions: Actions) {
  if (event.key === 'Delete' || event.key === 'Backspace') return resetBox(actions);
  const step = stepOf(event.key, picture);
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const corner = cornerOf(event.target) ?? (event.shiftKey ? 'se' : null);
  actions.moveBox(corner ? resized(box, corner, step, picture) : moved(box, step, picture));
}

function cornerOf(target: EventTarget | null) {
  return (target as HTMLElement | null)?.dataset.corner as Corner | undefined;
}

/** What the button below the picture does: makes a box in the middle, or takes the box away. */
export function choosePart(region: Rectangle | null, picture: Size, actions: Actions) {
  if (region) return actions.resetBox();
  actions.moveBox(middleOf(picture));
  document.getElementById('box')!.focus({ preventScroll: true });
}

// The box disappears, so the button below the picture gets the focus.
function resetBox(actions: Actions) {
  document.getElementById('part')!.focus({ preventScroll: true });
  actions.resetBox();
}

type Point = { x: number; y: number };
type Pull = { pointerId: number; boxAt: (to: Point) => Rectangle };

function grabbed({ target }: Event, selector: string) {
  return (target as HTMLElement).closest<HTMLElement>(selector);
}

// Always from where it began: rounding does not add up, and the box comes back with a pointer that went too far.
function gestureOf(event: PointerEvent, from: Point, box: Rectangle | null, picture: Size) {
  const by = (to: Point) => ({ x: to.x - from.x, y: to.y - from.y });
  const corner = cornerOf(grabbed(event, '.corner'));
  if (box && corner) return (to: Point) => resized(box, corner, by(to), picture);
  if (box && grabbed(event, '.box')) return (to: Point) => moved(box, by(to), picture);
  return event.pointerType === 'touch' ? null : (to: Point) => between(from, to, picture);
}
