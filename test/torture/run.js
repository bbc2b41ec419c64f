// Plays the long form of the torture, of about 30 minutes on two idle cores, and after it the fuzzing where that is there;
// prints one table of all that was done. `STOCKBOOK_SEED=N npm run torture` plays N again.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const seed = process.env.STOCKBOOK_SEED ?? String(Date.now() % 1_000_000);
const fuzzRuns = process.env.STOCKBOOK_FUZZ_RUNS ?? '50';

/** `torture: 12 races of 8 processes from seed 7` and `fuzz: prices 1000 cases from seed 7`. */
const told =
  /(?:torture: (?<count>\d+) (?<what>.+?)|fuzz: (?<parser>.+?) (?<cases>\d+) cases) from seed -?\d+/g;

const counts = new Map();
let fuzzed = 0;

function addUp(text) {
  for (const { groups } of text.matchAll(told)) {
    if (groups.what === undefined) fuzzed += Number(groups.cases);
    else counts.set(groups.what, (counts.get(groups.what) ?? 0) + Number(groups.count));
  }
}

/** Runs the tests of a folder, shows what they print, and tells whether all have passed. */
function play(folder, env) {
  return new Promise((done) => {
    const child = spawn('npx', ['vitest', 'run', folder], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data) => {
      process.stdout.write(data);
      text += data;
    });
    child.on('close', (code) => {
      addUp(text);
      done(code === 0);
    });
  });
}

console.info(`torture with seed ${seed}; play it again with: STOCKBOOK_SEED=${seed} npm run torture`);
const begun = Date.now();
const played = [await play('test/torture', { STOCKBOOK_TORTURE: 'long', STOCKBOOK_SEED: seed })];
if (existsSync(`${root}/test/fuzz`))
  played.push(await play('test/fuzz', { STOCKBOOK_FUZZ_RUNS: fuzzRuns, STOCKBOOK_SEED: seed }));
const allPassed = played.every(Boolean);

const rows = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
if (fuzzed > 0) rows.push(['fuzz cases', fuzzed]);
const minutes = Math.round((Date.now() - begun) / 60_000);
console.info(`
Seed ${seed}, ${minutes} minutes, ${new Date().toISOString().slice(0, 10)}:

| what was done | how often |
| --- | ---: |
${rows.map(([what, count]) => `| ${what} | ${count.toLocaleString('en')} |`).join('\n')}
| **lost, doubled, invented or half done** | **${allPassed ? 0 : 'see the failures above'}** |
`);
process.exitCode = allPassed ? 0 : 1;
