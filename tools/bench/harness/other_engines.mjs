// Times Glance in Firefox and WebKit, with the same visits as in Chromium. Compare only figures of one engine.
import { firefox, webkit } from '../../browsers/index.mjs';
import { poll } from '../../browsers/time_limit.mjs';
import { faultOf } from './answers.mjs';
import { otherBuild } from './contenders.mjs';
import { visitAddress } from './visit.mjs';

const atMostRuns = 20; // a call of evaluate has a time limit

/** One round: { engine, model, contender, round, readyMs, firstAnswerMs, timesMs, facts }, { ..., cannot } or { ..., missing }. */
export async function engineRound({ server, models, contenders, runs, round, say }) {
  const visits = [];
  for (const engine of [firefox, webkit]) {
    const missing = await engine.missing();
    if (missing) {
      visits.push({ engine: engine.name, missing });
      continue;
    }
    for (const model of models) {
      for (const contender of contenders) {
        say(`${engine.name}: ${model.name}, ${contender.id}`);
        const facts = { engine: engine.name, model: model.name, contender: contender.id, round };
        visits.push({
          ...facts,
          ...(await visit(engine, server, model, contender, Math.min(runs, atMostRuns))),
        });
      }
    }
  }
  return visits;
}

// When an engine cannot run a build, the table says so and the benchmark goes on.
async function visit(engine, server, model, contender, runs) {
  const session = await engine.open(visitAddress(server, model, contender));
  try {
    await poll('the contender', () => session.evaluate('typeof globalThis.steady === "function"'));
    const first = await session.evaluate('firstAnswer()');
    const { scores, ...figures } = await session.evaluate(`steady(${runs})`);
    const fault = faultOf(scores, model.expected, contender.precision);
    if (fault) throw new Error(`${engine.name}, ${contender.id} on ${model.name}: ${fault}`);
    const other = otherBuild(contender, figures.facts.backend);
    return other ? { cannot: other } : { ...first, ...figures };
  } catch (error) {
    if (/relaxed/i.test(error.message)) return { cannot: error.message };
    throw error;
  } finally {
    await session.close();
  }
}
