import type { Moved } from '../../../inventory/book/change.ts';
import { transit } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { movesIn } from '../../../inventory/decide/movements/already.ts';
import { decideTransfer } from '../../../inventory/decide/movements/transfer.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { defineCommand } from '../../command.ts';
import { flag } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { expect, key, note, quantity, ref } from '../movement/movement-options.ts';
import { askForPlace } from '../places/ask-place.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
import { from, to } from '../places/place-options.ts';
import { askForQuantity } from './quantity.ts';
import { words } from './transfer.words.ts';

export const command = defineCommand({
  words,
  arguments: { device, quantity },
  options: {
    all: flag('--all', {
      en: 'all that lies there: of the device or, without one, of every device',
      zh: '调出地点的全部库存；不写设备则为全部设备',
    }),
    from,
    to,
    inTransit: flag('--in-transit', {
      en: 'leaves it on the road until it is received',
      zh: '先转在途，收货后入账',
    }),
    expect,
    ref,
    note,
    key,
  },
  async run(session, typed) {
    const { all, inTransit, ref, note, key } = typed;
    refuseUnclear(typed);
    refuseLacking(session, typed);
    const device = all ? typed.device : await deviceArgument(session, typed.device, 'transfer');
    const said = words[session.language];
    const from = typed.from ?? (await askForPlace(session, said.whichFrom));
    const quantity = all
      ? ('all' as const)
      : (typed.quantity ?? (await askForQuantity(session, device ?? '', from)));
    const to = typed.to ?? (await askForPlace(session, said.whichTo));
    const transfer = { device, quantity, from, to, inTransit, expect: typed.expect, ref, note, key };
    const committed = await session.commit(
      answering((book, journal, at) => decideTransfer(book, journal, transfer, at)),
    );
    reportEntry(
      session,
      'transfer',
      committed,
      (entry, places) => transferLines(session, entry.n, movesIn(entry), places),
      key,
    );
    return 0;
  },
});

interface Typed {
  readonly device: string | undefined;
  readonly quantity: number | undefined;
  readonly all: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly expect: number | undefined;
}

/** Refuses what means nothing together. */
function refuseUnclear({ device, quantity, all, expect }: Typed): void {
  if (all && quantity !== undefined) refuse('usage-conflict', { one: 'QUANTITY', other: '--all' });
  if (all && device === undefined && expect !== undefined)
    refuse('usage-needs', { option: '--expect', needs: 'DEVICE' });
}

/** Refuses the command if values are missing and there is nobody to ask. */
function refuseLacking(session: Session, { device, quantity, all, from, to }: Typed): void {
  const missing = [
    ...(device === undefined && !all ? ['DEVICE'] : []),
    ...(quantity === undefined && !all ? ['QUANTITY'] : []),
    ...(from === undefined ? ['--from'] : []),
    ...(to === undefined ? ['--to'] : []),
  ];
  if (missing.length > 0 && !session.host.canAsk) refuseMissing('transfer', missing);
}

/** A transfer in words, a line a device: what lies at both sides after it. */
export function transferLines(
  session: Session,
  n: number,
  moves: readonly Moved[],
  places: Places,
): readonly string[] {
  const { language } = session;
  const said = words[language];
  const named = (id: number | undefined) => placeNamed(places.pathOf(id ?? 1), language);
  return moves
    .filter(({ change }) => change > 0)
    .map((into) => {
      const out = moves.find(({ id, change }) => id === into.id && change < 0);
      const device = { code: printable(into.code), name: printable(into.name) };
      const left = { place: named(out?.place), quantity: out?.at ?? 0 };
      return into.place === transit
        ? said.sent(n, into.change, device, left, named(into.to), session.messages.command)
        : said.transferred(n, into.change, device, left, {
            place: named(into.place),
            quantity: into.at ?? 0,
          });
    });
}
