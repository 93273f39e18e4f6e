// The heat map of one label, drawn over exactly what the network saw; and its switch, legend and opacity.
import { Component, createRef, type JSX } from 'preact';

import type { Actions } from '../actions.ts';
import { heatIndexOf, mappedIndexOf } from '../state/detail.ts';
import type { Detail, Language } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { styleOf, type Place } from './sheet.ts';

type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };

type CanvasProps = { pixels: Pixels | undefined } & Omit<JSX.IntrinsicElements['canvas'], 'ref'>;

/** A canvas of exactly these pixels (RGBA); without any, it keeps those that it has. */
export class PixelCanvas extends Component<CanvasProps> {
  private canvas = createRef<HTMLCanvasElement>();

  override render({ pixels, ...attributes }: CanvasProps) {
    return <canvas {...attributes} ref={this.canvas} />;
  }

  override componentDidMount() {
    this.draw();
  }

  override componentDidUpdate({ pixels }: CanvasProps) {
    if (pixels !== this.props.pixels) this.draw();
  }

  private draw() {
    const { pixels } = this.props;
    if (!pixels) return;
    const { width, height } = pixels;
    const canvas = Object.assign(this.canvas.current!, { width, height });
    const image = new ImageData(pixels.data as Uint8ClampedArray<ArrayBuffer>, width, height);
    canvas.getContext('2d')!.putImageData(image, 0, 0);
  }
}

type HeatProps = { detail: Detail; place: Place | null; language: Language; strings: Strings };

/** @param place where the part that was seen lies */
export function Heat({ detail, place, language, strings }: HeatProps) {
  const { answer, heat, opacity } = detail;
  const index = heatIndexOf(detail);
  const isWanted = answer && heat !== null && index === mappedIndexOf(answer);
  const label = answer?.predictions.find((prediction) => prediction.index === index)?.labels[
    language
  ];
  return (
    <PixelCanvas
      pixels={isWanted ? answer.heatmap?.colored : undefined}
      id="heat"
      role="img"
      hidden={!isWanted || !place}
      data-index={index}
      aria-label={strings.heatOf(label ?? '')}
      style={{ ...styleOf(place), opacity }}
    />
  );
}

type ControlProps = { detail: Detail; hasHeatMaps: boolean; strings: Strings; actions: Actions };

/** The switch, legend and opacity; or the sentence that the model has no heat maps. */
export function HeatControls({ detail, hasHeatMaps, strings, actions }: ControlProps) {
  const { heat, opacity, answer } = detail;
  const isOn = heat !== null;
  return (
    <>
      <p id="heat-none" class="hint" hidden={hasHeatMaps}>
        {strings.heatNone}
      </p>
      <div id="heat-controls" class="heat" hidden={!hasHeatMaps}>
        <label class="switch">
          <input
            type="checkbox"
            id="heat-switch"
            role="switch"
            checked={isOn}
            onChange={({ currentTarget }) =>
              actions.chooseHeat(currentTarget.checked ? 'best' : null)
            }
          />
          <span>{strings.heatSwitch}</span>
        </label>
        <p id="heat-hint" class="hint" hidden={isOn}>
          {strings.heatHint}
        </p>
        <div id="heat-legend" class="legend" hidden={!isOn}>
          <span>{strings.heatLow}</span>
          <PixelCanvas
            pixels={answer?.heatmap?.legend}
            id="heat-ramp"
            width={256}
            height={1}
            aria-hidden="true"
          />
          <span>{strings.heatHigh}</span>
        </div>
        <label id="heat-opacity" class="opacity" hidden={!isOn}>
          <span>{strings.heatOpacity}</span>
          <input
            type="range"
            id="opacity"
            min="0.1"
            max="1"
            step="0.05"
            value={opacity}
            onInput={({ currentTarget }) => actions.chooseOpacity(currentTarget.valueAsNumber)}
          />
        </label>
      </div>
    </>
  );
}
