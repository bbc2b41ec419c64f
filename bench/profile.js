// Where the time of one stock-out goes, from a log of its file operations (probe.cjs).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareNode, Dataset } from './dataset.js';
import { measure, median } from './measure.js';

const probe = join(import.meta.dirname, 'probe.cjs');

const sum = (notes) => notes.reduce((ms, note) => ms + note.ms, 0);
const isSync = ({ name }) => name === 'fdatasyncSync' || name === 'fsyncSync';

/** The phases of one run in milliseconds; together they are the time from start to end that the process itself sees. */
function phasesOf({ began, ended, notes }, journal) {
  const ofStore = notes.filter(({ path }) => path.includes('inventory.'));
  const opened = ofStore[0].start;
  const written = notes.find(({ name, path }) => name === 'writeSync' && path === journal);
  const synced = notes.find((note) => isSync(note) && note.start > written.start);
  const recorded = synced.start + synced.ms;
  const printed = notes.find(
    ({ name, path, start }) => name === 'writeSync' && path === 'stdio' && start > recorded,
  );
  const reading = sum(ofStore.filter(({ start }) => start < written.start));
  return {
    'node itself, before the program': began,
    'loading the program, parsing words': opened - began,
    'reading the store': reading,
    'understanding what was read, deciding': written.start - opened - reading,
    'writing the entry': synced.start - written.start,
    'the sync: it has happened': synced.ms,
    'witness and book file': (printed?.start ?? ended) - recorded,
    'printing, ending': ended - (printed?.start ?? ended),
  };
}

/** The breakdown as a Markdown table: medians over rounds, beside bare node. */
export async function profileOf(bench) {
  const devices = bench.options.quick ? 1000 : 10_000;
  const dataset = await new Dataset(bench, 'profile', { devices }).load();
  const file = join(bench.scratch, 'notes');
  const journal = dataset.stockbook.store.replace(/\.json$/, '.journal.jsonl');
  const rounds = [];
  const moving = dataset.moving(-1);
  const measured = measure(() => {
    const { stockbook } = moving();
    const {
      words: [node, ...rest],
      cwd,
      env,
    } = stockbook.command;
    const command = { words: [node, '--require', probe, ...rest], cwd, env: { ...env, BENCH_NOTES: file } };
    const answer = (stdout) => {
      rounds.push(phasesOf(JSON.parse(readFileSync(file, 'utf8')), journal));
      return stockbook.answer(stdout);
    };
    return { node: bareNode(bench.env), stockbook: { ...stockbook, command, answer } };
  }, bench.options);
  const counted = rounds.slice(1);
  const names = Object.keys(counted[0]);
  const medians = names.map((name) => [name, median(counted.map((round) => round[name]))]);
  const inside = median(counted.map((round) => Object.values(round).reduce((ms, part) => ms + part, 0)));
  const outside = measured.ms('stockbook') - inside;
  return [
    `One \`stock-out\` among ${devices.toLocaleString('en-US')} devices, medians of ${measured.pairs} runs:`,
    [
      '| phase | ms |',
      '| --- | --: |',
      ...medians.map(([name, ms]) => `| ${name} | ${ms.toFixed(2)} |`),
      `| starting and ending the process, as its parent sees it | ${outside.toFixed(2)} |`,
      `| **all of it** | **${measured.ms('stockbook').toFixed(2)}** |`,
      `| \`node -e 0\` beside it | ${measured.ms('node').toFixed(2)} |`,
    ].join('\n'),
  ].join('\n\n');
}
