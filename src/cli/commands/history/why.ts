import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { lastPosted, originsOf } from '../../../inventory/look/counts.ts';
import type { HistoryRow, RecordedRow } from '../../../inventory/look/history.ts';
import type { ListRow } from '../../../inventory/look/list-row.ts';
import {
  type Candidate,
  compare,
  type Expectation,
  type Explanation,
  explain,
  isNeighbourOf,
  type MovementRow,
  sinceLastCounts,
} from '../../../inventory/look/why.ts';
import { parseOnHand } from '../../../inventory/values/quantity.ts';
import type { Store } from '../../../store/store.ts';
import { defineCommand } from '../../command.ts';
import { option } from '../../options.ts';
import { expectationParts, explanationParts } from '../../render/explanation.ts';
import { printable } from '../../render/printable.ts';
import { printParts } from '../../render/rows.ts';
import { device as anyDevice, deviceArgument } from '../devices/device-argument.ts';
import { placesToRead, placeToRead } from '../places/place-options.ts';
import { words } from './why.words.ts';

export const command = defineCommand({
  words,
  arguments: { device: anyDevice },
  options: {
    expect: option(
      '--expect <quantity>',
      {
        en: 'the quantity counted; lists the entries that could explain a difference',
        zh: '实盘数量；列出可能造成差异的流水',
      },
      parseOnHand,
    ),
    place: placeToRead,
  },
  async run(session, { device: deviceTyped, expect: expected, place }) {
    const wanted = await deviceArgument(session, deviceTyped, 'why');
    const { device, counts, originOf } = await session.lookUp((book, journal) => {
      const { id, code, name } = findDevice(book, journal, wanted);
      const last = lastPosted(book, journal, id);
      return {
        device: { id, code, name },
        counts: last,
        originOf: last.size === 0 ? (entry: number) => entry : originsOf(journal),
      };
    });
    const found = await rowsFor(await session.store(), device, expected !== undefined);
    const within = await placesToRead(session, place);
    const rows = within === undefined ? found.rows : rowsAt(found.rows, within);
    const here = new Set(rows.map((one) => one.place));
    const known = [...counts.values()].filter((last) => here.has(last.place));
    const since = sinceLastCounts(rows, counts, originOf).map(({ row }) => row);
    const explanation = explain(
      rows.map(({ row }) => row),
      { counts: known, rows: since },
    );
    const { onHand } = explanation;
    // What happened before it was counted at every place explains no difference.
    const isCounted = [...here].every((id) => id === null || counts.has(id));
    const from = isCounted && known.length > 0 ? Math.min(...known.map(({ after }) => after)) : 0;
    const isLater = ({ entry }: HistoryRow) => entry > from;
    const neighbours = within === undefined ? found.neighbours.filter(isLater) : [];
    const elsewhere =
      within === undefined
        ? []
        : found.rows.filter(({ place: id }) => id !== null && !within.has(id)).map(({ row }) => row);
    const expectation =
      expected === undefined ? null : compare(expected, onHand, since, neighbours, elsewhere.filter(isLater));
    if (session.json) {
      session.host.printJson(whyJson(device, explanation, expectation));
      return 0;
    }
    const { code, name } = device;
    await printParts(session, [
      `${printable(words[session.language].title(code, name, onHand))}\n`,
      ...(expectation === null ? [] : await expectationParts(session, expectation, onHand)),
      ...(await explanationParts(session, explanation)),
    ]);
    return 0;
  },
});

/** What is explained. */
type Named = Pick<ListRow, 'id' | 'code' | 'name'>;

/** The history of a device and, in the same reading, the movements of devices with similar codes where wanted. */
async function rowsFor(
  store: Store,
  { id, code }: Named,
  withNeighbours: boolean,
): Promise<{ readonly rows: readonly RecordedRow[]; readonly neighbours: readonly MovementRow[] }> {
  const rows: RecordedRow[] = [];
  const neighbours: MovementRow[] = [];
  const isNeighbour = isNeighbourOf(code);
  const query = { device: id, ...(withNeighbours ? { near: code } : {}) };
  for await (const page of store.history(query))
    for (const one of page)
      if (one.device === id) rows.push(one);
      else if (isNeighbour(one.row)) neighbours.push(one.row);
  return { rows, neighbours };
}

/** What moved a device at some places, with what lay there after each movement. */
function rowsAt(rows: readonly RecordedRow[], within: ReadonlySet<PlaceId>): readonly RecordedRow[] {
  let balance = 0;
  return rows.flatMap((one) => {
    const { place, row } = one;
    if (row.change === null || place === null || !within.has(place)) return [];
    balance += row.change;
    return [{ ...one, row: { ...row, balance } }];
  });
}

const whyJson = (
  { code, name }: Named,
  { onHand, totals, low, high }: Explanation,
  expectation: Expectation | null,
) => ({
  code,
  name,
  quantity: onHand,
  totals,
  low,
  high,
  expect:
    expectation === null
      ? null
      : { ...expectation, candidates: expectation.candidates.map((candidate) => candidateJson(candidate)) },
});

const candidateJson = ({ why, row: { entry, at, by, code, change, place }, other }: Candidate) => ({
  why,
  entry,
  at,
  by,
  code,
  change,
  ...(why === 'place' && place ? { place } : {}),
  ...(other === undefined ? {} : { other }),
});
