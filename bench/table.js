// The answer of a run: one Markdown table, a row for each thing measured.
import { Measured } from './measure.js';
import { Stockbook } from './stockbook.js';

const { title: subject } = Stockbook;
/** What stockbook is to be ahead of; the sqlite3 shell starts faster than node does. */
const toLeave = ['lowdb', 'ledger', 'hledger', 'task', 'jq'];

const ms = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
const verdict = (met) => (met ? '✓' : '✗');
const line = (cells) => `| ${cells.join(' | ')} |`;

/** The whole table; `results` holds each row with its measurement or its error. */
export function tableOf(results, peers) {
  const titles = peers.map(({ title }) => title);
  return [
    line(['', 'bare node', subject, 'ratio', 'goal', ...titles, 'pairs']),
    line(['---', '--:', '--:', '--:', '---', ...titles.map(() => '--:'), '--:']),
    line([
      'on disk when it answers',
      '',
      Stockbook.guarantee,
      '',
      '',
      ...peers.map((peer) => peer.guarantee),
      '',
    ]),
    ...results.map((result) => line(cellsOf(result, titles))),
  ].join('\n');
}

function cellsOf({ row, measured, problem }, titles) {
  if (problem !== undefined) return [row.what, '', 'wrong answer', '', '', ...titles.map(() => ''), ''];
  if (measured instanceof Measured) return timeCells(row, measured, titles, row.leftOut?.());
  return memoryCells(row, measured, titles);
}

function timeCells({ what, goal }, measured, titles, leftOut) {
  const ratio = (to) => `${measured.ratio(subject, to).toFixed(2)} × ${to}`;
  return [
    what,
    `${ms(measured.ms('node'))} ms`,
    `${ms(measured.ms(subject))} ms`,
    ratio(goal?.to !== undefined && measured.has(goal.to) ? goal.to : 'node'),
    goalText(goal, measured),
    ...titles.map((title) => peerCell(title, measured, leftOut)),
    String(measured.pairs),
  ];
}

function peerCell(title, measured, leftOut) {
  if (!measured.has(title)) return leftOut?.get(title) ?? '';
  return `${ms(measured.ms(title))} ms (${measured.ratio(title, subject).toFixed(2)} ×)`;
}

function goalText(goal, measured) {
  if (goal === undefined) return '';
  if (goal === 'ahead') {
    const there = toLeave.filter((title) => measured.has(title));
    return `ahead ${verdict(there.every((title) => measured.ratio(title, subject) > 1))}`;
  }
  if (!measured.has(goal.to)) return `≤ ${goal.ratio} × ${goal.to}`;
  return `≤ ${goal.ratio} × ${verdict(measured.ratio(subject, goal.to) <= goal.ratio)}`;
}

function memoryCells({ what, goal }, measured, titles) {
  const [node, own] = [measured.mib('node'), measured.mib(subject)];
  const extra = own - node;
  const met = goal.mib === undefined ? extra <= goal.extraMib : own <= goal.mib;
  const text = goal.mib === undefined ? `≤ node + ${goal.extraMib} MiB` : `≤ ${goal.mib} MiB`;
  return [
    what,
    `${node.toFixed(0)} MiB`,
    `${own.toFixed(0)} MiB`,
    `+${extra.toFixed(1)} MiB`,
    `${text} ${verdict(met)}`,
    ...titles.map(() => ''),
    String(measured.pairs),
  ];
}
