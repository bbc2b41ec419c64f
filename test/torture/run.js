// Plays the long form of the torture, of about 30 minutes on two idle cores: episodes on the simulated disk in two processes,
// then all other attacks, then the fuzzing; prints one table of all that was done. `STOCKBOOK_SEED=N npm run torture` plays N again.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const seed = process.env.STOCKBOOK_SEED ?? String(Date.now() % 1_000_000);
const fuzzRuns = process.env.STOCKBOOK_FUZZ_RUNS ?? '5';
const episodes = Number(process.env.STOCKBOOK_EPISODES ?? 100_000);

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

/** Runs a program, shows its output, and returns whether it succeeded. */
function play(command, words, env = {}) {
  return new Promise((done) => {
    const child = spawn(command, words, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', STOCKBOOK_SEED: seed, ...env },
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

/** Plays as many episodes as are asked for, in two processes. */
async function playEpisodes() {
  const script = `${root}/node_modules/.torture-${process.pid}.mjs`;
  await build({
    entryPoints: [`${root}/test/torture/bad-days-alone.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: script,
    logLevel: 'warning',
  });
  const half = Math.ceil(episodes / 2);
  const halves = [0, 1].map((part) =>
    play('node', [script, String(Number(seed) + part * half), String(half)]),
  );
  const played = await Promise.all(halves);
  rmSync(script);
  return played.every(Boolean);
}

const named = process.argv.slice(2);
console.info(`torture with seed ${seed}; play it again with: STOCKBOOK_SEED=${seed} npm run torture`);
const begun = Date.now();
const vitest = (folders, env) => play('npx', ['vitest', 'run', ...folders], env);
const played = [
  ...(named.length > 0 ? [] : [await playEpisodes()]),
  await vitest(named.length > 0 ? named : ['test/torture'], { STOCKBOOK_TORTURE: 'long' }),
  ...(named.length > 0 ? [] : [await vitest(['test/fuzz'], { STOCKBOOK_FUZZ_RUNS: fuzzRuns })]),
];
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
