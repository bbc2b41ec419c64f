import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Entry, Tallied } from '../../../inventory/book/change.ts';
import type { Places } from '../../../inventory/book/places.ts';
import {
  decideEnter,
  type Moment,
  type NewTally,
  type Shelf,
} from '../../../inventory/decide/counts/enter.ts';
import { decideEnterFile } from '../../../inventory/decide/counts/enter-file.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import { parseEntryNumber, parseSetQuantity } from '../../../inventory/values/quantity.ts';
import type { ProblemParams } from '../../../problems.ts';
import type { Committed } from '../../../store/store.ts';
import { defineCommand } from '../../command.ts';
import { describeField, rejectedJson } from '../../errors.ts';
import { argument, asTyped, flag, option, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { count, counter, countMeant, placeCounted, placeOfCount } from '../counts/count-options.ts';
import { deviceArgument } from '../devices/device-argument.ts';
import { inputOf, readFile } from '../import/import-file.ts';
import { refuseMissing } from '../missing.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { type EntryAnswer, reportEntry } from '../places/entry-report.ts';
import { words } from './count-enter.words.ts';

const enterArguments = {
  count,
  device: argument(
    '[device]',
    { en: 'a device, or a file: a filled sheet', zh: '设备，或文件：填好的盘点表' },
    asTyped,
    'devices',
  ),
  quantity: argument('[quantity]', { en: 'how many were counted', zh: '实盘数量' }, parseSetQuantity),
};

const enterOptions = {
  place: placeOfCount,
  counter,
  now: flag('--now', { en: 'counted just now', zh: '刚盘的' }),
  before: option(
    '--before <entry>',
    { en: 'counted before this entry moved it', zh: '在该流水之前盘的' },
    parseEntryNumber,
  ),
  after: option(
    '--after <entry>',
    { en: 'counted after this entry moved it', zh: '在该流水之后盘的' },
    parseEntryNumber,
  ),
  add: flag('--add', { en: 'on top of what was counted before', zh: '加到已盘的数量上' }),
  replace: flag('--replace', { en: 'in place of what was counted before', zh: '替换已盘的数量' }),
  note,
  ref,
  key,
};

type Typed = Values<typeof enterArguments & typeof enterOptions>;

export const command = defineCommand({
  words,
  arguments: enterArguments,
  options: enterOptions,
  async run(session, typed) {
    const moment = momentTyped(typed);
    const how = howTyped(typed);
    const { counter, note, ref, key, device, quantity } = typed;
    const asks = session.host.canAsk;
    if (!asks && (typed.count === undefined || device === undefined))
      refuseMissing('count enter', typed.count === undefined ? ['COUNT'] : ['DEVICE', 'QUANTITY']);
    const number = await countMeant(session, typed.count, 'count enter');
    const place = await placeCounted(session, number, typed.place);
    const common = { count: number, place, counter, how, note, ref, key };
    if (device !== undefined && quantity === undefined && isFile(session, device)) {
      if (moment !== undefined && moment !== 'now')
        refuse('usage-conflict', { one: '--before', other: 'FILE' });
      return enterFile(session, { ...common, isNow: moment === 'now' }, device);
    }
    if (!asks && quantity === undefined) refuseMissing('count enter', ['QUANTITY']);
    const label = session.messages.fields['quantity'] ?? 'quantity';
    const tally = {
      ...common,
      device: await deviceArgument(session, device, 'count enter', true),
      quantity: quantity ?? (await session.askForValue({ label, parse: parseSetQuantity })),
      moment,
    };
    return enter(session, tally);
  },
});

function momentTyped({ now, before, after }: Typed): Moment | undefined {
  const given = [
    ...(now ? ['--now'] : []),
    ...(before === undefined ? [] : ['--before']),
    ...(after === undefined ? [] : ['--after']),
  ];
  const [one, other] = given;
  if (one !== undefined && other !== undefined) refuse('usage-conflict', { one, other });
  if (now) return 'now';
  if (before !== undefined) return { before };
  return after === undefined ? undefined : { after };
}

function howTyped({ add, replace }: Typed): NewTally['how'] {
  if (add && replace) refuse('usage-conflict', { one: '--add', other: '--replace' });
  if (add) return 'add';
  return replace ? 'replace' : undefined;
}

/** Whether a word is a file rather than a device: it is there, or is called as sheets are. */
const isFile = ({ host }: Session, typed: string): boolean =>
  typed === '-' ||
  /\.(csv|tsv|txt|xlsx|json|jsonl)$/i.test(typed) ||
  existsSync(resolve(host.directory, typed));

/** Records one tally. A person is asked when it was counted, where that matters. */
async function enter(session: Session, tally: NewTally): Promise<number> {
  try {
    const committed = await session.commit((book, journal, at) => {
      const { entry, answer, inConflict } = decideEnter(book, journal, tally, at, session.operator);
      return { entry, answer: { already: answer, places: book.places, conflicts: codesOf(inConflict) } };
    });
    reportTallies(session, committed, tally.key);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.key !== 'when-counted' || !session.host.canAsk)
      throw error;
    return enter(session, { ...tally, moment: await askWhen(session, error.problem.params) });
  }
}

/** Says what was counted, and what has to be counted again. */
function reportTallies(
  session: Session,
  committed: Committed<EntryAnswer & { readonly conflicts: readonly string[] }>,
  key: string | undefined,
): void {
  const { conflicts } = committed.answer;
  const lines = (entry: Entry, places: Places) => tallyLines(session, entry, places);
  reportEntry(session, 'count-enter', committed, lines, key);
  if (conflicts.length > 0 && !session.json)
    session.note(words[session.language].inConflict(conflicts.map(printable)));
}

const codesOf = (shelves: readonly Shelf[]): readonly string[] => [
  ...new Set(shelves.map(({ device }) => device.code)),
];

async function askWhen(
  session: Session,
  { code, place, moved }: ProblemParams['when-counted'],
): Promise<Moment> {
  const said = words[session.language];
  const ask = await session.ask();
  const { language } = session;
  const options = [
    ...moved.map((mover, index) => ({ value: `${index}`, name: said.before(mover) })),
    { value: 'after', name: said.afterAll(moved) },
    { value: 'now', name: said.now },
  ];
  const question = said.when(printable(code), placeNamed(place, language));
  const chosen = await ask.choice(question, options);
  if (chosen === 'now') return 'now';
  const last = moved.at(-1);
  if (chosen === 'after' && last !== undefined) return { after: last.entry };
  return { before: moved[Number(chosen)]?.entry ?? 0 };
}

/** What was counted, in words: nothing of what the book has. */
export function tallyLines(session: Session, entry: Entry, places: Places): readonly string[] {
  const { language } = session;
  const said = words[language];
  const tallies = entry.changes.filter((change): change is Tallied => change.do === 'tally');
  const [first] = tallies;
  if (first === undefined) return [];
  if (tallies.length > 1) return [said.entered(entry.n, first.count, tallies.length)];
  const { count, code, counted, how, place = 1 } = first;
  const there = places.isPlaced ? placeNamed(places.pathOf(place), language) : null;
  return [said.counted(entry.n, count, printable(code), there, counted, how === 'add')];
}

/** Records a filled sheet: all its rows, or none and what is wrong with each. */
async function enterFile(
  session: Session,
  sheet: Parameters<typeof decideEnterFile>[2],
  path: string,
): Promise<number> {
  const said = words[session.language];
  const reading = {
    encoding: undefined,
    sheet: undefined,
    headerRow: undefined,
    decimal: undefined,
    ignoreExtra: true,
  };
  const notes: string[] = [];
  const file = await readFile(session, await inputOf(session, path), 'tallies', reading, (text) =>
    notes.push(text),
  );
  for (const text of notes) if (!session.json) session.note(text);
  const committed = await session.commit((book, journal, at) => {
    const outcome = session.host.interruptible(() =>
      decideEnterFile(book, journal, sheet, file.rows, at, session.operator),
    );
    const { entry, answer, rejected, blank, inConflict } = outcome;
    const conflicts = codesOf(inConflict);
    return { entry, answer: { already: answer, places: book.places, rejected, blank, conflicts } };
  });
  const { rejected, blank } = committed.answer;
  if (rejected.length > 0) {
    const { messages } = session;
    if (!session.json)
      for (const { row, column, problem } of rejected)
        session.host.complain(messages.rejectedRow(row, describeField(column, problem, messages)));
    throw new Refusal(
      'invalid',
      {
        key: 'rows-rejected',
        params: {
          rows: new Set(rejected.map(({ row }) => row)).size,
          skipped: false,
          problems: [...new Set(rejected.map(({ problem }) => problem.key))],
        },
      },
      { rejected: rejected.map((row) => rejectedJson(row, messages)) },
    );
  }
  reportTallies(session, committed, sheet.key);
  if (blank > 0 && !session.json) session.note(said.blank(blank));
  return 0;
}
