// The panel at the foot of the page: which models there are, which one is used, and what it is. And the strip that tells
// what became of a model: one that is loading, is in use now, or was refused and why.
import type { ComponentChildren } from 'preact';

import type { Actions } from '../actions.ts';
import { FileInput } from '../input/welcome.tsx';
import { chosenModel, modelChoices } from '../state/models.ts';
import type { Model, State } from '../state/state.ts';
import { backendText, type Strings } from '../strings/strings.ts';
import { leaving, LoadingBar } from '../widgets.tsx';
import { notificationDetail, notificationText } from './notification.ts';

type PanelProps = { state: State; strings: Strings; actions: Actions };

export function ModelPanel({ state, strings, actions }: PanelProps) {
  const choices = modelChoices(state);
  const chosen = chosenModel(state);
  return (
    <details id="model-panel" onToggle={bringIntoView}>
      <summary id="model-summary">{summaryText(state, strings)}</summary>
      <div class="panel">
        <fieldset id="models" hidden={choices.length < 2}>
          <legend>{strings.models}</legend>
          <div id="model-list">
            {choices.map((model) => (
              <ModelChoice
                key={model.sha256}
                isChosen={model === chosen}
                {...{ model, strings, actions }}
              />
            ))}
          </div>
        </fieldset>
        <Facts model={chosen} {...{ state, strings, actions }} />
        <div class="own-model">
          <FileInput
            id="model-input"
            multiple
            aria-describedby="model-hint"
            take={actions.addFiles}
          />
          <label class="button plain" for="model-input">
            {strings.useAnother}
          </label>
          <p id="model-hint">{strings.useAnotherHint}</p>
        </div>
        <p>
          <a href="LICENSES.txt">{strings.partLicenses}</a>
        </p>
      </div>
    </details>
  );
}

// What opens at the foot of the page may lie below the window.
function bringIntoView({ currentTarget }: { currentTarget: HTMLDetailsElement }) {
  if (currentTarget.open) currentTarget.scrollIntoView({ block: 'nearest' });
}

function summaryText({ model, backend }: State, strings: Strings) {
  if (!model) return strings.modelPanel;
  return [strings.modelSummary(model), backend && strings.backend(backend)]
    .filter(Boolean)
    .join(' · ');
}

type ChoiceProps = { model: Model; isChosen: boolean; strings: Strings; actions: Actions };

function ModelChoice({ model, isChosen, strings, actions }: ChoiceProps) {
  const { name, sha256, byteLength, origin } = model;
  return (
    <div class="model" data-model={sha256}>
      <label>
        <input
          type="radio"
          name="model"
          value={sha256}
          checked={isChosen}
          onChange={() => actions.chooseModel(sha256)}
        />
        <span class="name">{name}</span>{' '}
        <span class="origin">{`${strings.bytes(byteLength)} · ${strings.origins[origin]}`}</span>
      </label>
      <button
        type="button"
        class="quiet forget"
        data-action="forget"
        data-sha256={sha256}
        aria-label={strings.forgetModel(name)}
        hidden={origin === 'shipped'}
        onClick={leaving('model-summary', () => actions.forget(sha256))}
      >
        {strings.forget}
      </button>
    </div>
  );
}

type FactsProps = PanelProps & { model: Model | undefined };

function Facts({ model, state, strings, actions }: FactsProps) {
  const { language, hash, backend } = state;
  if (!model) return <dl id="model-facts" hidden />;
  return (
    <dl id="model-facts">
      <Fact name={strings.license} id="fact-license">
        {model.license || strings.notStated}
      </Fact>
      <Fact name={strings.fileSize} id="fact-size">
        {strings.bytes(model.byteLength)}
      </Fact>
      <Fact name={strings.labels} id="fact-labels">
        {labelsText(model, language, strings)}
      </Fact>
      <Fact name={strings.input} id="fact-input">
        {strings.inputSize(model.inputWidth, model.inputHeight)}
      </Fact>
      <Fact name={strings.runsOn} id="runs-on">
        {backend && backendText(backend, strings)}
      </Fact>
      <Fact name={strings.source} id="fact-source">
        {sourceText(model) || strings.notStated}
      </Fact>
      <Fact name={strings.sha256}>
        <Hash {...{ sha256: model.sha256, hash, strings, actions }} />
      </Fact>
    </dl>
  );
}

function Fact({ name, id, children }: { name: string; id?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd id={id}>{children}</dd>
    </div>
  );
}

type HashProps = { sha256: string; hash: State['hash']; strings: Strings; actions: Actions };

// The style cuts it short; it is whole for whoever selects it, points at it or has it read out.
function Hash({ sha256, hash, strings, actions }: HashProps) {
  return (
    <>
      <code id="fact-sha256" title={sha256} data-shown={hash}>
        {sha256}
      </code>{' '}
      <button
        type="button"
        id="copy-hash"
        class="quiet"
        data-action="copyHash"
        aria-label={strings.copyHash}
        onClick={actions.copyHash}
      >
        {hash === 'copied' ? strings.copied : strings.copy}
      </button>
    </>
  );
}

function labelsText({ classes, languages, examples }: Model, language: string, strings: Strings) {
  const counted = strings.labelCount(classes, languages);
  const labels = examples?.[language];
  return labels ? strings.labelsText(counted, labels) : counted;
}

function sourceText({ source }: Model) {
  return [source.package, source.url, source.file].filter(Boolean).join(', ');
}

export function ModelNews({ state, strings, actions }: PanelProps) {
  const loading = state.model && state.loading;
  const text = notificationText(state, strings);
  return (
    <div id="news" class="news">
      <div class="told">
        <p id="news-text" role="status">
          {text}
        </p>
        <p id="news-detail" class="detail" lang="en">
          {notificationDetail(state)}
        </p>
        <div id="model-loading" class="loading" hidden={!loading}>
          <LoadingBar name="model" of={loading} strings={strings} />
        </div>
      </div>
      <button
        type="button"
        id="cancel-model"
        class="quiet"
        data-action="cancelModel"
        hidden={!loading}
        onClick={leaving('model-summary', actions.cancelModel)}
      >
        {strings.cancelModel}
      </button>
      <button
        type="button"
        id="dismiss"
        class="cross"
        data-action="dismiss"
        aria-label={strings.dismiss}
        hidden={Boolean(loading) || !text}
        onClick={leaving('model-summary', actions.dismiss)}
      />
    </div>
  );
}
