// Seconds of the processor that feelin takes for an expression, parsed each time: jobs { source, data, wanted } as JSON
// on stdin, on stdout a list of seconds, null where its result is another than the wanted one.
import { readFileSync } from 'node:fs';

import { evaluate } from 'feelin';

const REPEATS = 5;
const SECONDS_A_REPEAT = 0.2;

function valueOf(job) {
  const result = evaluate(job.source, job.data);
  return result !== null && typeof result === 'object' && 'value' in result ? result.value : result;
}

function secondsOf(job) {
  let number = 1;
  let best = Infinity;
  for (let repeat = 0; repeat < REPEATS; ) {
    const start = process.cpuUsage();
    for (let count = 0; count < number; count++) evaluate(job.source, job.data);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds < SECONDS_A_REPEAT) {
      number *= 2;
      continue;
    }
    best = Math.min(best, seconds / number);
    repeat++;
  }
  return best;
}

const jobs = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(jobs.map((job) => (valueOf(job) === job.wanted ? secondsOf(job) : null))));
