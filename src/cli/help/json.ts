import type { Attribute } from '../../inventory/attribute.ts';
import { Book } from '../../inventory/book.ts';
import type { Decided, Entry } from '../../inventory/change.ts';
import { decideAdd } from '../../inventory/decide/add.ts';
import { decideMove } from '../../inventory/decide/move.ts';
import { attributesOf, type Device, type Kind } from '../../inventory/device.ts';
import { deviceJson } from '../../inventory/device-record.ts';
import { historyRow, rowTypes } from '../../inventory/history.ts';
import { kinds } from '../../inventory/kinds.ts';
import type { Past } from '../../inventory/past.ts';
import { parseQuantity } from '../../inventory/quantity.ts';
import { type Json, Refusal, valueOrRefusal } from '../../inventory/refusal.ts';
import { parseReference } from '../../inventory/text.ts';
import { refusalJson } from '../errors.ts';
import { loadMessages } from '../language.ts';
import type { Block } from './block.ts';
import { shownCurrency } from './rules.ts';
import type { InLanguage, Topic } from './topics.ts';

const at = '2026-11-23T02:00:00.000Z';
const by = 'li';

/** A journal in which nothing has happened yet. */
const emptyPast: Past = {
  keyed: () => undefined,
  allKeyed: () => new Map(),
  entry: () => undefined,
  backwards: () => [],
  changesOf: () => [],
  recent: () => [],
  recentChangesOf: () => [],
  undos: () => [],
  corrections: () => [],
  importOf: () => undefined,
};

/** The objects that `--json` prints: a device of each kind, a movement and an error, made as the commands make them. */
export const topic: Topic = async (words) => {
  const { texts } = words;
  const shop = new ExampleShop();
  const devices = shop
    .kinds()
    .flatMap((kind): Block[] => [
      { caption: texts.json.device(kind.kind) },
      { example: jsonLines(deviceJson(shop.add(kind), shop.book)) },
    ]);
  const error = await refusedMovement(shop, words);
  return [
    { heading: texts.summaries.json },
    ...devices,
    { paragraph: texts.json.deviceRule },
    { caption: texts.json.movement },
    { example: jsonLines(shop.movement()) },
    { paragraph: texts.json.movementRule(texts.list(rowTypes.map(({ value }) => value))) },
    { caption: texts.json.error },
    { example: jsonLines(error) },
    { paragraph: texts.json.errorRule },
  ];
};

/** A stock book in memory, with the devices and movements that help shows. */
class ExampleShop {
  readonly book = new Book(shownCurrency(), kinds);
  #entry = 0;

  /** The kinds, those that are priced from others last. */
  kinds(): readonly Kind[] {
    return [...kinds].sort((a, b) => a.componentSlots.length - b.componentSlots.length);
  }

  add(kind: Kind): Device {
    const fields = new Map([...this.#attributes(kind), ...this.#components(kind), ['quantity', '12']]);
    if (kind.componentSlots.length === 0) fields.set('cost', '610');
    this.#enter(decideAdd(this.book, kind, fields, at));
    const device = [...this.book.devices()].at(-1);
    if (device === undefined) throw new Error(`no ${kind.kind} was added`);
    return device;
  }

  /** Takes two of the first device out. */
  movement(): { readonly [key: string]: Json } {
    const entry = this.#enter(this.#take('2'));
    const [change] = entry.changes;
    if (change === undefined) throw new Error('nothing was moved');
    return { ...historyRow(entry, change, null) };
  }

  /** Tries to take out more of the first device than there are. */
  takeTooMany(): void {
    this.#take('99');
  }

  #take(quantity: string): Decided {
    const [device] = this.book.devices();
    const { record } = decideMove(
      this.book,
      emptyPast,
      {
        device: device?.code ?? '',
        direction: 'stock-out',
        quantity: valueOrRefusal(parseQuantity(quantity)),
        reason: 'sale',
        ref: valueOrRefusal(parseReference('SO-1001')),
      },
      at,
    );
    if (record === null) throw new Error('nothing was moved');
    return record;
  }

  /** The decision has been applied to the book already, which is its own. */
  #enter(decided: Decided): Entry {
    this.#entry += 1;
    return { ...decided, n: this.#entry, at, by };
  }

  #attributes(kind: Kind): readonly (readonly [string, string])[] {
    return attributesOf(kind)
      .filter(({ key, required }) => required && key !== 'code')
      .map((attribute) => [attribute.key, exampleOf(attribute, kind)]);
  }

  #components(kind: Kind): readonly (readonly [string, string])[] {
    return kind.componentSlots.map((slot) => {
      const device = [...this.book.devices()].find((candidate) => slot.accepts(candidate));
      return device === undefined ? [slot.price.key, '100'] : [slot.key, device.code];
    });
  }
}

function exampleOf({ rule }: Attribute<unknown>, kind: Kind): string {
  switch (rule.is) {
    case 'choice':
      return rule.choices[0]?.value ?? '';
    case 'measure':
      return '42';
    case 'money':
      return '845.48';
    case 'quantity':
      return '2';
    default:
      return kind.term.en;
  }
}

async function refusedMovement(
  shop: ExampleShop,
  { language }: InLanguage,
): Promise<{ readonly [key: string]: Json }> {
  try {
    shop.takeTooMany();
  } catch (error) {
    if (error instanceof Refusal) return refusalJson(error, await loadMessages(language));
    throw error;
  }
  throw new Error('more was taken out than there was');
}

const lineWidth = 76;

/** An object as JSON, broken between its fields into lines that fit; still one JSON value. */
function jsonLines(json: { readonly [key: string]: Json }): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(json)) {
    if (line !== '' && line.length + piece.length > lineWidth) {
      lines.push(line);
      line = ' ';
    }
    line += piece;
  }
  return [...lines, line];
}

/** The pieces that JSON may be broken between: fields, also those of objects within. */
function piecesOf(json: { readonly [key: string]: Json }): string[] {
  const fields = Object.entries(json).flatMap(([key, value], index, all) => {
    const inner =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? piecesOf(value as { readonly [key: string]: Json })
        : [JSON.stringify(value)];
    const last = inner.length - 1;
    inner[0] = `${JSON.stringify(key)}:${inner[0]}`;
    inner[last] = `${inner[last]}${index === all.length - 1 ? '' : ','}`;
    return inner;
  });
  if (fields.length === 0) return ['{}'];
  fields[0] = `{${fields[0]}`;
  fields[fields.length - 1] += '}';
  return fields;
}
