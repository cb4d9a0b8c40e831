/** @import { Workload } from "./workloads.mjs" */
/** @import { System, Way } from "./systems.mjs" */
/** @import { Programs } from "./program.mjs" */
/** @import { Answer } from "./systems/lines.mjs" */

/** @typedef {{ title: string, way: string, answers: Answer[] }} Row */

/** How many seconds a trial may take, and a measurement. */
const trialLimit = 20;
const limit = 180;

/** How much of a workload's time goes into looking for the best ways. */
const trialShare = 0.4;

/**
 * The fastest way of a system for a workload, found on a little of it. Undefined where the system has none.
 *
 * @param {Programs} programs @param {System} system @param {Workload} workload @param {Map<string, Way>} best of the systems before
 * @param {number} until when no other way is tried any more, in `performance.now()`'s milliseconds
 * @returns {Promise<Way | undefined>}
 */
async function bestWay(programs, system, workload, best, until) {
  const ways = system.ways(workload, best);
  if (ways.length < 2) return ways[0];
  const few = {
    ...workload,
    samples: Math.min(workload.samples, 6400),
    epochs: workload.task === "fit" ? 3 : 5,
    tfjsEpochs: 2,
  };
  /** @param {Way[]} some */
  const times = async (some) => {
    const found = [];
    for (const one of some) {
      const began = performance.now();
      if (began > until) {
        console.warn(`  not tried, there is no time for it: ${system.title}, ${one.title}`);
        continue;
      }
      const time = await timeOf(programs, one, few);
      const took = (performance.now() - began) / 1000;
      console.warn(`  tried ${system.title}, ${one.title}: ${time.toFixed(4)} s (in ${took.toFixed(1)} s)`);
      found.push({ one, time });
      // With more threads it only gets worse from here on.
      if (time > 1.5 * (fastest(found)?.time ?? Number.POSITIVE_INFINITY)) break;
    }
    return found;
  };
  const first = await times(ways);
  const found = fastest(first);
  if (found === undefined) return performance.now() > until ? ways[0] : undefined;
  return fastest([found, ...(await times(system.variants?.(found.one, workload) ?? []))])?.one;
}

/** @param {{ one: Way, time: number }[]} found */
function fastest(found) {
  const worked = found.filter(({ time }) => Number.isFinite(time));
  return worked.toSorted((a, b) => a.time - b.time)[0];
}

/** @param {Programs} programs @param {Way} way @param {Workload} workload */
async function timeOf(programs, { program, way }, workload) {
  const answer = await tried(
    programs.ask(program, { workload, way: { ...way, measure: false } }, trialLimit),
  );
  return answer === undefined ? Number.POSITIVE_INFINITY : Math.min(...laps(answer).slice(1));
}

/**
 * Runs a workload on all systems in turns.
 *
 * @param {Programs} programs @param {System[]} systems @param {Workload} workload
 * @param {{ rounds: number, quick: boolean, seconds: number }} options `seconds`: how long all rounds may take about; one is done anyway
 */
export async function measure(programs, systems, workload, { rounds, quick, seconds }) {
  const began = performance.now();
  const until = quick ? began : began + trialShare * seconds * 1000;
  /** @type {Map<string, Way>} */
  const best = new Map();
  const entries = [];
  for (const system of systems) {
    const way = await bestWay(programs, system, workload, best, until);
    if (way === undefined) continue;
    best.set(system.name, way);
    entries.push({ system, way });
  }
  console.warn(`  trials: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  /** @type {Record<string, Row>} */
  const rows = {};
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const roundBegan = performance.now();
    if (round > 0 && (roundBegan - began) / 1000 + longest > seconds) {
      console.warn(`  ${workload.name}: ${round} of ${rounds} rounds, there is no time for more`);
      break;
    }
    // Each round begins with another one, so that none always runs in the wake of the same.
    const turn = [...entries.slice(round % entries.length), ...entries.slice(0, round % entries.length)];
    for (const { system, way } of turn) {
      if (round > 0 && system.once?.(workload)) continue;
      const answer = await tried(programs.ask(way.program, { workload, way: way.way }, limit));
      if (answer === undefined) continue;
      rows[system.name] ??= { title: system.title, way: way.title, answers: [] };
      rows[system.name]?.answers.push(answer);
    }
    longest = Math.max(longest, (performance.now() - roundBegan) / 1000);
  }
  return inOrder(
    rows,
    entries.map(({ system }) => system.name),
  );
}

/** @param {Record<string, Row>} rows @param {string[]} names */
function inOrder(rows, names) {
  /** @type {Record<string, Row>} */
  const ordered = {};
  for (const name of names) if (rows[name] !== undefined) ordered[name] = rows[name];
  return ordered;
}

/** One system's failure does not end the others' measurement. @param {Promise<Answer>} asked */
async function tried(asked) {
  try {
    return await asked;
  } catch (error) {
    console.warn(`  left out: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** The seconds of each epoch or repetition. @param {Answer} answer */
export function laps({ ends }) {
  return ends.map((end, i) => end - (ends[i - 1] ?? 0));
}
