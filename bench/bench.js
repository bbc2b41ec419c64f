// Measures stockbook beside bare node and beside other programs: `npm run bench`, `npm run bench -- --quick`. Makes its
// workloads from a seed, checks each answer against what the workload adds up to, and prints one Markdown table. Ends
// with 1 where an answer was wrong, never because one was slow.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment.js';
import { machine } from './machine.js';
import { WrongAnswer } from './measure.js';
import { optionsFrom, usage } from './options.js';
import { peers, versionOf } from './peers/peers.js';
import { profileOf } from './profile.js';
import { rowsOf } from './rows.js';
import { slowSync } from './slow-sync.js';
import { compileLongHistory, Stockbook } from './stockbook.js';
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

/** Replaces what stands between the markers of a Markdown file. */
function writeBetweenMarkers(path, name, text) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, , after] = splitAt(readFileSync(path, 'utf8'), begin, end);
  writeFileSync(path, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

function splitAt(text, begin, end) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`no lines “${begin}” and “${end}”`);
  return [text.slice(0, from), text.slice(from, to), text.slice(to + end.length)];
}

async function main(options) {
  const folder = options.keep ?? realpathSync(mkdtempSync(join(tmpdir(), 'stockbook-bench-')));
  try {
    const scratch = join(folder, 'scratch');
    const env = environment(folder);
    for (const made of [scratch, env.HOME]) mkdirSync(made, { recursive: true });
    await compileLongHistory(scratch);
    const installed = installedPeers();
    const bench = {
      options,
      folder,
      scratch,
      env,
      peers: installed.map(({ peer }) => peer),
      slow: slowSync(scratch),
    };
    if (bench.slow === undefined) say('no Linux with cc, and skipped: slower syncs');
    const parts = [];
    let isWrong = false;
    if (!options.profile) {
      const results = await runRows(bench);
      isWrong = results.some(({ problem }) => problem !== undefined);
      const versions = installed.map(({ peer, version }) => `${peer.title} ${version}`);
      const legend = installed.map(({ peer }) => `- **${peer.title}**: ${peer.how}.`);
      parts.push([
        'table',
        [
          `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine(folder)}; ${versions.join(', ')}.`,
          tableOf(results, bench.peers, Stockbook),
          legend.join('\n'),
        ].join('\n\n'),
      ]);
    }
    if (options.profile || options.markdown !== undefined) parts.push(['profile', await profileOf(bench)]);
    for (const [name, text] of parts) {
      process.stdout.write(`${text}\n`);
      if (options.markdown !== undefined) writeBetweenMarkers(options.markdown, name, text);
    }
    return isWrong ? 1 : 0;
  } finally {
    if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const options = optionsFrom(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else process.exitCode = await main(options);
} catch (error) {
  if (!(error instanceof WrongAnswer) && !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  say(`error: ${error.message}`);
  process.exitCode = error instanceof WrongAnswer ? 1 : 2;
}
