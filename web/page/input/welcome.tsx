// The invitation to bring pictures: the file input, the other ways, the sample pictures; and whether the page is ready.
import type { Actions } from '../actions.ts';
import { knowsText } from '../models/knows.ts';
import { statusText } from '../pictures/status.ts';
import { phaseOf } from '../state/reduce.ts';
import type { Inputs, Sample, State } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { Drawing, leaving, LoadingBar, memo } from '../widgets.tsx';
import { noticeText } from './notice.ts';
import { samples as credits } from './sample_pictures.ts';

type WelcomeProps = { state: State; strings: Strings; actions: Actions };

export function Welcome({ state, strings, actions }: WelcomeProps) {
  const { inputs, pictures } = state;
  const offersSamples =
    inputs.samples.length > 0 && pictures.length === 0 && phaseOf(state) !== 'error';
  return (
    <section class="welcome">
      <div class="invitation">
        <h1>{strings.heading}</h1>
        <p>{strings.intro}</p>
        <p id="knows" class="knows">
          {knowsText(state.model, state.language, strings)}
        </p>
      </div>
      <FileWays {...{ inputs, strings, actions }} />
      <p class="privacy">{strings.privacy}</p>
      <p id="notice" class="notice" aria-live="polite">
        {noticeText(inputs.notice, strings)}
      </p>
      <Samples
        hidden={!offersSamples}
        isPictured={state.model !== null}
        {...{ inputs, strings, actions }}
      />
      <Condition {...{ state, strings, actions }} />
    </section>
  );
}

type InputProps = { inputs: Inputs; strings: Strings; actions: Actions };

const FileWays = memo(({ inputs, strings, actions }: InputProps) => (
  <>
    <div class="choose">
      <FileInput
        id="file-input"
        accept="image/jpeg,image/png,image/*"
        multiple
        take={actions.addFiles}
      />
      <label class="button" for="file-input">
        {strings.choose}
      </label>
    </div>
    <div class="ways" role="group" aria-label={strings.moreInputs}>
      <span id="folder-way" class="way" hidden={!inputs.folders}>
        <FileInput
          id="folder-input"
          webkitdirectory
          take={(files) => {
            if (files.length > 0) actions.addFolder(files);
          }}
        />
        <label for="folder-input">
          <Drawing side={20} path="M2.5 16V4.5h5l2 2.5h8v9z" />
          <span>{strings.chooseFolder}</span>
        </label>
      </span>
      <button
        type="button"
        id="paste"
        class="way"
        data-action="paste"
        hidden={!inputs.clipboard}
        onClick={actions.paste}
      >
        <Drawing side={20} path="M7 4H4.5v13h11V4H13M7 2.5h6v3H7z" />
        <span>{strings.paste}</span>
      </button>
      <button
        type="button"
        id="open-camera"
        class="way"
        data-action="openCamera"
        aria-haspopup="dialog"
        onClick={actions.openCamera}
      >
        <Drawing side={20} path="M2.5 6H6l1.5-2.5h5L14 6h3.5v10.5h-15z">
          <circle cx="10" cy="11" r="3" />
        </Drawing>
        <span>{strings.openCamera}</span>
      </button>
    </div>
  </>
));

type FileInputProps = {
  id: string;
  take: (files: File[]) => void;
  multiple?: boolean;
  accept?: string;
  webkitdirectory?: boolean;
  'aria-describedby'?: string;
};

/** A file input that looks like its label, and that takes the same file twice in a row. */
export function FileInput({ take, ...attributes }: FileInputProps) {
  return (
    <input
      class="unseen"
      type="file"
      {...attributes}
      onChange={({ currentTarget }) => {
        take([...(currentTarget.files ?? [])]);
        currentTarget.value = '';
      }}
    />
  );
}

/** `isPictured`: their pictures are there; they come when the model has, which nobody should wait for longer. */
type SamplesProps = InputProps & { hidden: boolean; isPictured: boolean };

const Samples = memo(({ inputs, hidden, isPictured, strings, actions }: SamplesProps) => (
  <section id="samples" class="samples" aria-labelledby="samples-heading" hidden={hidden}>
    <h2 id="samples-heading">{strings.samplesHeading}</h2>
    <div id="sample-list">
      {inputs.samples.map((sample) => (
        <SampleButton
          isFetched={sample.name === inputs.fetching}
          {...{ sample, isPictured, strings, actions }}
        />
      ))}
    </div>
    <p id="samples-credit">{strings.samplesCredit(creditsByLicense())}</p>
  </section>
));

type SampleProps = {
  sample: Sample;
  isFetched: boolean;
  isPictured: boolean;
  strings: Strings;
  actions: Actions;
};

function SampleButton({
  sample: { name, thumbnail },
  isFetched,
  isPictured,
  strings,
  actions,
}: SampleProps) {
  const credit = credits.find(({ file }) => name.endsWith(`/${file}`))!;
  const title = strings.trySample(strings.samples[credit.name as keyof Strings['samples']], credit);
  return (
    <button
      type="button"
      class="sample"
      data-action="sample"
      data-sample={name}
      aria-busy={isFetched}
      aria-label={title}
      title={title}
      onClick={leaving('file-input', () => actions.sample(name))}
    >
      <img
        src={isPictured ? thumbnail : undefined}
        alt=""
        width="80"
        height="80"
        decoding="async"
      />
    </button>
  );
}

function creditsByLicense() {
  const licenses = [...new Set(credits.map(({ license }) => license))];
  return licenses.map((license) => ({
    license,
    by: credits.filter((each) => each.license === license).map(({ by }) => by),
  }));
}

function Condition({ state, strings, actions }: WelcomeProps) {
  const { loading, failure } = state;
  const phase = phaseOf(state);
  return (
    <div class="condition">
      <p class="status" role="status">
        {statusText(state, strings)}
      </p>
      <div id="loading" class="loading" hidden={phase !== 'loading'}>
        <LoadingBar name="load" of={phase === 'loading' ? loading : null} strings={strings} />
      </div>
      <div id="failure" class="failure" hidden={phase !== 'error'}>
        <p id="failure-detail" class="detail" lang="en">
          {failure && `${failure.message} (${failure.code})`}
        </p>
        <button type="button" class="button" data-action="retry" onClick={actions.retry}>
          {strings.retry}
        </button>
      </div>
    </div>
  );
}
