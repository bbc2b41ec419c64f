import { refuse } from '../../../inventory/refusal.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { type ScanDirection, scanDirections } from '../../menu/scan-line.ts';
import type { ScanOptions } from '../../menu/scanning.ts';
import { argument, choiceArgument, flag, listOf, type Values } from '../../options.ts';
import type { Session } from '../../session.ts';
import { countMeant, placeCounted } from '../counts/count-options.ts';
import { refuseMissing } from '../missing.ts';
import { askForPlace } from '../places/ask-place.ts';
import { from, place, placeToWrite, to } from '../places/place-options.ts';
import { entryMeant } from '../queues/step.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { due } from '../transfers/incoming-options.ts';
import { words as transferWords } from '../transfers/transfer.words.ts';
import { note, party, ref } from './movement-options.ts';
import { words } from './scan.words.ts';
import { guardOptions, watchOf } from './slips.ts';
import { placeIfAsked } from './stock-movement.ts';

const scanArguments = {
  what: choiceArgument('[what]', listOf(scanDirections), scanDirections),
  entry: argument(
    '[entry]',
    {
      en: 'the number of the order or shipment to receive, or of the count',
      zh: '收货的订货或在途调拨流水号，或盘点号',
    },
    parseEntryNumber,
    'receive',
  ),
};
const scanOptions = {
  place,
  from,
  to,
  inTransit: flag('--in-transit', {
    en: 'leaves what is transferred on the road, as one shipment',
    zh: '调拨先转在途，合为一笔',
  }),
  inspect: flag('--inspect', {
    en: 'what comes in is to be inspected, as one delivery',
    zh: '到货先待检，合为一笔',
  }),
  serials: flag('--serials', {
    en: 'after each code its serial number is scanned, one for each piece',
    zh: '每扫一个编号，接着扫它的序列号，每台一个',
  }),
  party,
  due,
  ref,
  note,
  ...guardOptions,
};
type ScanTyped = Omit<Values<typeof scanArguments & typeof scanOptions>, 'what'>;

export const command = defineCommand({
  words,
  arguments: scanArguments,
  options: scanOptions,
  async run(session, { what, ...typed }) {
    const direction = await chosenWord(session, what, {
      command: 'scan',
      label: words[session.language].question,
      choices: session.host.canAsk && what === undefined ? await directionsNow(session) : scanDirections,
    });
    refuseUnused(direction, typed);
    const task = await taskOf(session, direction, typed);
    const { ref, note, serials: withSerials } = typed;
    const { ScanSession } = await import('../../menu/scanning.ts');
    const watch = watchOf(session, typed, false);
    return new ScanSession(session, { watch, ref, note, withSerials, ...task }).run();
  },
});

/** What scanning can do in the book as it is: there may be one place, and no open count. */
const directionsNow = (session: Session) =>
  session.lookUp(({ places, counts }) =>
    scanDirections.filter(({ value }) => {
      if (value === 'count') return counts.open.length > 0;
      return places.isPlaced || value === 'in' || value === 'out';
    }),
  );

/** Refuses what scanning in that direction would ignore. */
function refuseUnused(direction: ScanDirection, typed: ScanTyped): void {
  const { entry, place, from, to, inTransit, inspect, party, due, serials } = typed;
  const unused = (option: string): never =>
    refuse('usage-conflict', { one: option, other: `scan ${direction}` });
  if (direction !== 'receive' && direction !== 'count' && entry !== undefined) unused(`#${entry}`);
  if (inspect && direction !== 'in') unused('--inspect');
  if (party !== undefined && direction !== 'order' && !inspect) unused('--party');
  if (due !== undefined && direction !== 'order') unused('--due');
  if (serials && direction !== 'in' && direction !== 'out') unused('--serials');
  if (direction === 'order') {
    if (place !== undefined) unused('--place');
    if (from !== undefined) unused('--from');
    if (inTransit) unused('--in-transit');
    return;
  }
  if (direction === 'transfer') {
    if (place !== undefined) unused('--place');
    return;
  }
  if (from !== undefined) unused('--from');
  if (to !== undefined) unused('--to');
  if (inTransit) unused('--in-transit');
}

/** What is recorded, and where; what is missing is asked for. */
async function taskOf(
  session: Session,
  direction: ScanDirection,
  typed: ScanTyped,
): Promise<Pick<ScanOptions, 'task' | 'place'>> {
  const { canAsk } = session.host;
  const { entry, from, to, inTransit, place } = typed;
  if (direction === 'transfer') {
    const missing = [...(from === undefined ? ['--from'] : []), ...(to === undefined ? ['--to'] : [])];
    if (missing.length > 0 && !canAsk) refuseMissing('scan transfer', missing);
    const { whichFrom, whichTo } = transferWords[session.language];
    const left = from ?? (await askForPlace(session, whichFrom));
    const arrived = to ?? (await askForPlace(session, whichTo));
    return { task: { direction, from: left, to: arrived, inTransit }, place };
  }
  if (direction === 'receive') {
    if (entry === undefined && !canAsk) refuseMissing('scan receive', ['ENTRY']);
    return { task: { direction, of: await entryMeant(session, 'receive', entry) }, place };
  }
  if (direction === 'count') {
    const count = await countMeant(session, entry, 'scan count');
    return { task: { direction, count }, place: await placeCounted(session, count, place) };
  }
  if (direction === 'order') {
    const { party, due } = typed;
    const goesTo = placeToWrite(session, to) ?? (await placeIfAsked(session));
    return { task: { direction, terms: { party, due } }, place: goesTo };
  }
  const at = placeToWrite(session, place) ?? (await placeIfAsked(session));
  if (direction === 'in' && typed.inspect)
    return { task: { direction, inspect: { party: typed.party } }, place: at };
  return { task: { direction }, place: at };
}
