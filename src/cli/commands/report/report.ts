import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { groupings } from '../../../inventory/report/grouping.ts';
import { valueMethods } from '../../../inventory/report/value-report.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { recentEntries } from '../../completion/offers.ts';
import { interrupted } from '../../exit-codes.ts';
import { argument, choice, choiceArgument, flag, listOf, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { loadReportTexts, type ReportName, type ReportTexts, reportNames } from '../../words/report/texts.ts';
import { countMeant } from '../counts/count-options.ts';
import { filterOptions } from '../devices/listing.ts';
import { askForFile, mayWrite, outputOf, output as outputOption } from '../export/output-file.ts';
import { formatOption, outputFormat, refuseOnTerminal } from '../export/output-format.ts';
import { momentOf, periodOptions, timingOf } from '../history/timing.ts';
import { openFile } from '../import/open-file.ts';
import { refuseMissing } from '../missing.ts';
import { askForEntry } from '../movement/ask-entry.ts';

import { placeToRead } from '../places/place-options.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { varianceReport } from './count.ts';
import { words } from './report.words.ts';
import {
  type Format,
  layoutOf,
  layoutOptions,
  putOut,
  refuseUnusedLayout,
  reportFormats,
} from './report-file.ts';
import { type MadeReport, type ReportWanted, reportContext, reportOf } from './report-of.ts';
import { slipReport } from './slip.ts';

const reportOptions = {
  kind: filterOptions.kind,
  brand: filterOptions.brand,
  place: placeToRead,
  ...periodOptions,
  group: choice(
    '--group <by>',
    { en: 'kind (default), brand or place', zh: '按 kind 类别（默认）、brand 品牌或 place 地点分组' },
    groupings,
  ),
  method: choice(
    '--method <method>',
    {
      en: 'of value: last (last cost) or average (moving average); both if left out',
      zh: '估价方法：last 最后进价，或 average 移动加权平均；不填则两种都列',
    },
    valueMethods,
  ),
  amounts: flag('--amounts', {
    en: 'of movements: with amounts by moving average and cost corrections',
    zh: '出入库报表同时列金额（按移动加权平均）和成本调整',
  }),
  output: outputOption,
  format: formatOption(reportFormats),
  ...layoutOptions,
  open: flag('--open', { en: 'open the file once it is written', zh: '写好后打开' }),
};
type ReportTyped = Values<typeof reportOptions>;
type ReportOption = keyof ReportTyped;

export const command = defineCommand({
  words,
  arguments: {
    what: choiceArgument('[what]', listOf(reportNames, 'inventory'), reportNames),
    entry: argument(
      '[entry]',
      { en: 'the number of the entry that a slip is of, or of the count', zh: '单据的流水号或盘点号' },
      parseEntryNumber,
      'recent',
    ),
  },
  options: reportOptions,
  async run(session, { what, entry, ...typed }) {
    const texts = await loadReportTexts(session.language);
    const isAsked =
      what === undefined &&
      session.host.canAsk &&
      session.host.stdoutIsTerminal &&
      !hasTarget(session, typed);
    const layout = layoutOf(session, typed);
    const name = isAsked ? await askedName(session) : (what ?? 'inventory');
    const wanted = wantedOf(session, name, typed, entry);
    const output = typed.output ?? (isAsked ? await askForFile(session, texts.file) : undefined);
    const { place, format } = await destinationOf(session, typed, output, name);
    if (place !== null && !(await mayWrite(session, place))) return interrupted;
    const { language } = session;
    const only = [
      typed.kind?.term[language],
      typed.brand?.trim(),
      typed.place === undefined ? undefined : placeNamed(typed.place.trim(), language),
    ].filter((word) => word !== undefined);
    const context = await reportContext(session, texts, only);
    const { sheet, json } =
      'entry' in wanted
        ? await numberedReport(session, context, wanted)
        : await reportOf(session, context, wanted);
    if (place === null && session.json) session.host.printJson(json);
    else await putOut(session, { sheet, format, layout, texts }, place);
    if (place !== null && typed.open) open(session, texts, place);
    return 0;
  },
});

/** Where a report goes, null for standard output, and as what; refuses options that would be ignored there. */
async function destinationOf(
  session: Session,
  typed: ReportTyped,
  output: string | undefined,
  name: ReportName,
): Promise<{ readonly place: OutputPlace | null; readonly format: Format }> {
  const isOpened = typed.open;
  const place = await outputOf(session, output, { reads: [typed.font] });
  if (isOpened && output !== undefined && place === null)
    refuse('usage-conflict', { one: '--open', other: `-o ${output}` });
  const isPrinted = place === null && !isOpened;
  if (isPrinted && session.json) {
    if (typed.format !== undefined)
      refuse('usage-conflict', { one: '--json', other: `--format ${typed.format}` });
    refuseUnused(typed, 'json', name);
    return { place, format: 'txt' };
  }
  const format = outputFormat(typed.format, place, reportFormats, isOpened ? 'html' : 'txt');
  refuseUnused(typed, format, name);
  if (isPrinted) refuseOnTerminal(session, place, format);
  return {
    place: isPrinted ? null : (place ?? (await outputOf(session, temporaryFile(name, format)))),
    format,
  };
}

function open(session: Session, texts: ReportTexts, { path, real }: OutputPlace): void {
  if (!openFile(real)) session.note(texts.notOpened(printable(path)));
}

/** Whether an option was typed, by its value. */
const isTyped = (value: ReportTyped[ReportOption]): boolean => value !== undefined && value !== false;

const hasTarget = (session: Session, { output, format, open }: ReportTyped): boolean =>
  session.json || [output, format, open].some(isTyped);

const askedName = (session: Session): Promise<ReportName> =>
  chosenWord(session, undefined, {
    command: 'report',
    label: words[session.language].question,
    choices: reportNames,
  });

async function askedEntry(session: Session): Promise<number> {
  const offers = await session.lookUp((_, journal) => recentEntries(journal, session));
  return askForEntry(session, words[session.language].whichEntry, offers);
}

/** The options that a report does not take: low stock is of one moment, and in one list. */
const unusedIn: { readonly [name in ReportName]: readonly ReportOption[] } = {
  inventory: ['method', 'amounts'],
  movements: ['method'],
  low: ['since', 'group', 'method', 'amounts'],
  day: ['method', 'amounts'],
  value: ['since', 'amounts'],
  slip: ['kind', 'brand', 'place', 'since', 'until', 'group', 'method', 'amounts'],
  count: ['kind', 'brand', 'place', 'since', 'until', 'group', 'method', 'amounts'],
};

/** An entry as a document, or a count; undefined if it is still to be asked for. */
interface NumberWanted {
  readonly name: 'slip' | 'count';
  readonly entry: number | undefined;
}

const numberedReport = async (
  session: Session,
  context: ReportContext,
  { name, entry }: NumberWanted,
): Promise<MadeReport> =>
  name === 'slip'
    ? slipReport(session, context, entry ?? (await askedEntry(session)))
    : varianceReport(session, context, await countMeant(session, entry, 'report count'));

function wantedOf(
  session: Session,
  name: ReportName,
  typed: ReportTyped,
  entry: number | undefined,
): ReportWanted | NumberWanted {
  for (const option of unusedIn[name])
    if (isTyped(typed[option])) refuse('usage-conflict', { one: `--${option}`, other: `report ${name}` });
  if (name === 'slip' || name === 'count') {
    if (entry === undefined && !session.host.canAsk)
      refuseMissing(`report ${name}`, [name === 'slip' ? 'ENTRY' : 'COUNT']);
    return { name, entry };
  }
  if (entry !== undefined) refuse('usage-conflict', { one: `#${entry}`, other: `report ${name}` });
  const { kind, brand, group, until, place, method, amounts } = typed;
  // A value is of a device wherever it lies: between places none comes or goes.
  if (amounts && place !== undefined) refuse('usage-conflict', { one: '--amounts', other: '--place' });
  if (amounts && group === 'place') refuse('usage-conflict', { one: '--amounts', other: '--group place' });
  const timing = timingOf(session.host, typed);
  // The book as it stood at a moment, or the day that a moment is in.
  if (
    name === 'inventory' ||
    name === 'low' ||
    name === 'value' ||
    (timing.since === undefined && name === 'day')
  )
    momentOf(session.host, until, 'until');
  const methods = valueMethods.map(({ value }) => value).filter((value) => value === (method ?? value));
  const scope = { kind: kind?.id, brand, by: group ?? 'kind' };
  return { name, timing, place, scope, methods, amounts };
}

/** Refuses what would be ignored; of an inventory, some formats draw trends, which go back to a time. */
function refuseUnused(typed: ReportTyped, format: Format | 'json', name: ReportName): void {
  refuseUnusedLayout(typed, format);
  if (name === 'inventory' && isTyped(typed.since) && !trendFormats.some((one) => one === format))
    refuse('usage-needs', { option: '--since', needs: `--format ${trendFormats.join('|')}` });
}

const trendFormats: readonly Format[] = ['html', 'pdf', 'md'];

const temporaryFile = (name: ReportName, format: Format): string =>
  join(mkdtempSync(join(tmpdir(), 'stockbook-report-')), `${name}.${format}`);
