// Measures stockbook beside bare node and beside other programs: `npm run bench`, `npm run bench -- --quick`. Makes its
// workloads from a seed, checks each answer against what the workload adds up to, and prints one Markdown table. Ends
// with 1 where an answer was wrong, never because one was slow.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment.js';
import { machine } from './machine.js';
import { Interrupted, WrongAnswer } from './measure.js';
import { optionsFrom, UsageError, usage } from './options.js';
import { Page } from './page.js';
import { peers, versionOf } from './peers/peers.js';
import { profileOf } from './profile.js';
import { rowsOf } from './rows.js';
import { slowSync } from './slow-sync.js';
import { compileLongHistory } from './stockbook.js';
import { tableOf } from './table.js';

const say = (text) => process.stderr.write(`${text}\n`);

/** Peers that are installed, each with its version; the others are named. */
function installedPeers() {
  const installed = peers.map((peer) => ({ peer, version: versionOf(peer) }));
  const absent = installed.filter(({ version }) => version === undefined).map(({ peer }) => peer.title);
  if (absent.length > 0) say(`not installed, and skipped: ${absent.join(', ')}`);
  return installed.filter(({ version }) => version !== undefined);
}

async function runRows(bench) {
  const results = [];
  for (const row of rowsOf(bench).filter(({ what }) => bench.options.only.test(what))) {
    const began = performance.now();
    try {
      results.push({ row, measured: await row.run() });
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error;
      results.push({ row, problem: error.message });
      say(`WRONG ANSWER in ${row.what}: ${error.message}`);
    }
    say(`${row.what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
  return results;
}

/** Everything that rows need: where they work, with what around them, and beside whom. */
async function benchIn(folder, options) {
  const scratch = join(folder, 'scratch');
  const env = environment(folder);
  for (const made of [scratch, env.HOME]) mkdirSync(made, { recursive: true });
  await compileLongHistory(scratch);
  const slow = slowSync(scratch);
  if (slow === undefined) say('no Linux with cc, and skipped: slower syncs');
  const installed = installedPeers();
  const versions = installed.map(({ peer, version }) => `${peer.title} ${version}`);
  return { options, folder, scratch, env, slow, versions, peers: installed.map(({ peer }) => peer) };
}

/** The table with what it takes to understand it. */
const measuredText = (bench, results) =>
  [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${[machine(bench.folder), ...bench.versions].join(', ')}.`,
    tableOf(results, bench.peers),
    bench.peers.map(({ title, how }) => `- **${title}**: ${how}.`).join('\n'),
  ].join('\n\n');

/** Measures what was asked for and prints it; whether all answers were right. */
async function run(bench) {
  const { profile, markdown } = bench.options;
  const page = markdown === undefined ? undefined : new Page(markdown, ['table', 'profile']);
  const show = (name, text) => {
    process.stdout.write(`${text}\n`);
    page?.write(name, text);
  };
  const results = profile ? [] : await runRows(bench);
  if (!profile) show('table', measuredText(bench, results));
  if (profile || page !== undefined) show('profile', await profileOf(bench));
  return results.every(({ problem }) => problem === undefined);
}

/** The folder to work in, new and empty. */
function newFolder(keep) {
  if (keep === undefined) return realpathSync(mkdtempSync(join(tmpdir(), 'stockbook-bench-')));
  if (existsSync(keep)) throw new UsageError(`--keep: there already is ${keep}`);
  mkdirSync(keep, { recursive: true });
  return realpathSync(keep);
}

async function main(options) {
  const folder = newFolder(options.keep);
  try {
    return (await run(await benchIn(folder, options))) ? 0 : 1;
  } finally {
    if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The result of a run that stopped early. */
const exitCodes = [
  [WrongAnswer, 1],
  [UsageError, 2],
  [Interrupted, 130],
];

// The program that is being measured hears it, too; what it ends with is what stops us, and tidies up.
process.on('SIGINT', () => undefined);
try {
  const options = optionsFrom(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else process.exitCode = await main(options);
} catch (error) {
  const [, exitCode] = exitCodes.find(([kind]) => error instanceof kind) ?? [];
  if (exitCode === undefined) throw error;
  say(`error: ${error.message}`);
  process.exitCode = exitCode;
}
