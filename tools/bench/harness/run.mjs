// Runs the whole benchmark in rounds and returns its results. Fails when a contender's answers are wrong.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultOf } from './answers.mjs';
import { openBrowser } from './browser.mjs';
import { buildsAmong, contenders as allContenders, otherBuild, variants } from './contenders.mjs';
import { forcedEnvironment } from './forced.mjs';
import { describeMachine, readProcessor } from './machine.mjs';
import { networks, prepareModel, weightFiles } from './models.mjs';
import { nativeRound } from './native.mjs';
import { engineRound } from './other_engines.mjs';
import { buildFolder, bundlePeers, root, startBenchServer } from './server.mjs';
import { visit, visitDefaultPage, visitEmptyPage } from './visit.mjs';

const engineRounds = 3; // the other engines take longest to start; three rounds are enough for their own table

function prepareModels(names, say) {
  return names.flatMap((name) => {
    say(`preparing ${name}`);
    const files = weightFiles(name);
    if (!files) say(`${name} is left out: its published weights are not on this machine`);
    return files ? [prepareModel(name, files)] : [];
  });
}

/**
 * @param {{ rounds: number, runs: number, only: string[], models?: string[], engines: boolean, native: boolean, variants: boolean }} options
 *   `variants`: with other flags of Chromium too, and as a processor with AVX2 alone
 * @param {(line: string) => void} say progress
 * @returns {Promise<object>} see report.mjs
 */
export async function runBenchmark(
  { rounds, runs, only, models: names = networks, engines, native, variants: wanted },
  say,
) {
  const models = prepareModels(names, say);
  const forcible = wanted && readProcessor().forcible;
  const contenders = allContenders({
    builds: buildsAmong(readdirSync(join(root, 'dist'))),
    only,
    in: wanted
      ? Object.keys(variants).filter((name) => forcible || !name.startsWith('avx2'))
      : [''],
  });
  if (contenders.some(({ runtime }) => runtime === 'litert')) await bundlePeers();
  const environments = { '': {}, ...(forcible && { avx2: forcedEnvironment(root, buildFolder) }) };
  const server = await startBenchServer();
  const browsers = await openBrowsers(contenders);
  const browser = browsers[''];
  /** @type {Record<'visits' | 'emptyMiB' | 'pages' | 'native' | 'engines', any[]>} */
  const measured = { visits: [], emptyMiB: [], pages: [], native: [], engines: [] };
  try {
    for (let round = 1; round <= rounds; round++) {
      const bench = {
        browser,
        browsers,
        environments,
        server,
        runs,
        models,
        contenders,
        round,
        say: (what) => say(`round ${round} of ${rounds}: ${what}`),
      };
      measured.emptyMiB.push(await visitEmptyPage(bench));
      measured.visits.push(...(await chromiumRound(bench)));
      measured.pages.push(await visitDefaultPage(bench));
      if (native) measured.native.push(...nativeRound(bench));
      if (engines && round <= engineRounds)
        measured.engines.push(
          ...(await engineRound({
            ...bench,
            contenders: contenders.filter(
              ({ runtime, variant }) => runtime === 'glance' && !variant,
            ),
          })),
        );
    }
    const machine = describeMachine(root, browser.version);
    return {
      machine,
      rounds,
      runs,
      contenders,
      ...measured,
      models: models.map(({ name, title, sha256 }) => ({ name, title, sha256 })),
    };
  } finally {
    for (const each of Object.values(browsers)) await each.close();
    await server.close();
  }
}

// One for each variant among the contenders, and the usual one.
async function openBrowsers(contenders) {
  const names = new Set(['', ...contenders.map(({ variant = '' }) => variant)]);
  /** @type {Record<string, any>} */
  const browsers = {};
  for (const name of names) browsers[name] = await openBrowser(variants[name].flags);
  return browsers;
}

async function chromiumRound(bench) {
  const visits = [];
  for (const model of bench.models) {
    for (const contender of bench.contenders) {
      bench.say(`${model.name}, ${contender.id}`);
      const browser = bench.browsers[contender.variant ?? ''];
      const { scores, ...figures } = await visit({ ...bench, browser }, model, contender);
      const fault =
        faultOf(scores, model.expected, contender.precision) ??
        (contender.runtime === 'glance' ? otherBuild(contender, figures.facts.backend) : null);
      if (fault) throw new Error(`${contender.id} on ${model.name}: ${fault}`);
      visits.push({ model: model.name, contender: contender.id, round: bench.round, ...figures });
    }
  }
  return visits;
}
