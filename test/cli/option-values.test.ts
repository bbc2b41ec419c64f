import { describe, expect, it } from 'vitest';
import { namedAmong, nextWords } from '../../src/cli/argv/command-path.ts';
import { defineCommand } from '../../src/cli/command.ts';
import { clearOptionsOf, fieldOptionsOf } from '../../src/cli/commands/devices/fields.ts';
import {
  argument,
  asTyped,
  choice,
  type Found,
  flag,
  listed,
  listOf,
  negation,
  option,
  several,
  valuesOf,
} from '../../src/cli/options.ts';
import type { Session } from '../../src/cli/session.ts';
import { measureAttribute } from '../../src/inventory/devices/attribute.ts';
import { Device } from '../../src/inventory/devices/device.ts';
import { Kinds, kinds } from '../../src/inventory/devices/kinds.ts';
import { Television } from '../../src/inventory/devices/television.ts';
import { parseQuantity } from '../../src/inventory/values/quantity.ts';

const about = { en: 'about', zh: '说明' };
const read = (options: Parameters<typeof valuesOf>[0], found: { readonly [field: string]: Found }) =>
  valuesOf(options, found, 0);

describe('an option', () => {
  it('reads its text with its parser, and is undefined if it is not typed', () => {
    const options = { copies: option('--copies <number>', about, parseQuantity) };
    expect(read(options, { copies: '１,200' })).toEqual({ copies: 1200 });
    expect(read(options, {})).toEqual({ copies: undefined });
  });

  it('that is wrong is refused by its name', () => {
    const options = { most: option('--at-most <number>', about, parseQuantity) };
    expect(() => read(options, { atMost: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid', details: { field: 'atMost', value: 'x' } }),
    );
  });

  it('of a closed list takes values and labels in either language; anything else is wrong usage', () => {
    const shapes = [{ value: 'round', term: { en: 'Circle', zh: '圆' } }] as const;
    const options = { shape: choice('--shape <shape>', about, shapes) };
    for (const typed of ['round', ' ROUND ', 'circle', '圆'])
      expect(read(options, { shape: typed })).toEqual({ shape: 'round' });
    expect(() => read(options, { shape: 'square' })).toThrow(
      expect.objectContaining({ code: 'usage', details: { field: 'shape', value: 'square' } }),
    );
  });

  it('without a value tells whether it was typed, a negated one too', () => {
    const options = { all: flag('--all', about), clear: { brand: negation('--no-brand', about) } };
    expect(read(options, { all: true, brand: false })).toEqual({ all: true, clear: { brand: true } });
    expect(read(options, { brand: 'Sony' })).toEqual({ all: false, clear: { brand: false } });
  });

  it('in a group stands among the others in their order', () => {
    const options = { a: flag('--a', about), more: { b: flag('--b', about) }, c: flag('--c', about) };
    expect(listed(options).map(({ typed }) => typed)).toEqual(['--a', '--b', '--c']);
  });
});

describe('a command', () => {
  const run = async (args: readonly string[], found: { readonly [field: string]: Found }) => {
    let got: unknown;
    const command = defineCommand({
      words: { en: { summary: '', examples: [] }, zh: { summary: '', examples: [] } },
      arguments: {
        what: argument('[what]', about, asTyped),
        rest: several('[rest...]', about, parseQuantity),
      },
      options: { loud: flag('--loud', about) },
      run: async (_, typed) => {
        got = typed;
        return 0;
      },
    });
    await command.run({ host: { now: 0 } } as unknown as Session, args, found);
    return got;
  };

  it('gets its arguments and options by their names', async () => {
    expect(await run(['a', '1', '2'], { loud: true })).toEqual({ what: 'a', rest: [1, 2], loud: true });
    expect(await run([], {})).toEqual({ what: undefined, rest: [], loud: false });
  });

  it('is not run where a value is wrong', async () => {
    await expect(run(['a', 'b'], {})).rejects.toThrow(expect.objectContaining({ code: 'invalid' }));
  });
});

describe('a closed list in words', () => {
  it('marks the usual one, and has its labels in Chinese', () => {
    const directions = [
      { value: 'in', term: { en: 'in', zh: '入库' } },
      { value: 'dvd', term: { en: 'DVD', zh: 'DVD' } },
      { value: 'out', term: { en: 'out', zh: '出库' } },
    ];
    expect(listOf(directions, 'in')).toEqual({
      en: 'in (default), dvd or out',
      zh: 'in 入库（默认）、dvd 或 out 出库',
    });
    expect(listOf(['a4'])).toEqual({ en: 'a4', zh: 'a4' });
  });
});

describe('the name of a command', () => {
  const names = ['count', 'count open', 'count close', 'list', 'place rename'] as const;

  it.each([
    { typed: 'list TV-1', name: 'list', places: [0] },
    { typed: '--by me count -q open A', name: 'count open', places: [2, 4] },
    { typed: 'count A open', name: 'count', places: [0] },
    { typed: 'place rename', name: 'place rename', places: [0, 1] },
  ])('may have several words: $typed', ({ typed, name, places }) => {
    expect(namedAmong(names, typed.split(' '))).toEqual({ name, places });
  });

  it.each(['place', 'open count', '-- list', '--store list', ''])('is not found in “%s”', (typed) => {
    expect(namedAmong(names, typed.split(' ').filter(Boolean))).toBeNull();
  });

  it('is offered word by word', () => {
    expect(nextWords(names, [])).toEqual([
      { word: 'count', ends: 'count' },
      { word: 'list', ends: 'list' },
      { word: 'place', ends: null },
    ]);
    expect(nextWords(names, ['count']).map(({ word }) => word)).toEqual(['open', 'close']);
    expect(nextWords(names, ['list'])).toEqual([]);
  });
});

describe('an attribute of a new kind of device', () => {
  const power = measureAttribute({
    key: 'ratedPower',
    term: { en: 'rated power', zh: '额定功率' },
    required: false,
    fractionDigits: 0,
    most: 5000,
    unit: { en: 'watts', zh: '瓦' },
  });
  class Amplifier extends Television {
    static override readonly id = 'amplifier';
    static override readonly abilityAttributes = [...Device.abilityAttributes, power];
  }
  const known = new Kinds([...kinds, Amplifier]);

  it('brings its option, the one that takes it away, and their words', () => {
    const added = fieldOptionsOf(known)['ratedPower'];
    expect(added).toMatchObject({
      typed: '--rated-power <watts>',
      about: { en: 'watts', zh: '额定功率（瓦）' },
      field: 'ratedPower',
    });
    expect(clearOptionsOf(known)['ratedPower']).toMatchObject({
      typed: '--no-rated-power',
      about: { en: 'remove the rated power', zh: '清除额定功率' },
      field: 'ratedPower',
    });
  });
});
