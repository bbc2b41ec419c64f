import fc from 'fast-check';
import { noSum, seal } from '../../src/store/journal/sealed-line.ts';
import { nastyTexts } from './nasty.ts';

type Path = readonly number[];

/** One change of a JSON value by a forger: the value at the end of a path, or a key beside it. */
interface Change {
  readonly path: Path;
  readonly do: 'replace' | 'remove' | 'add';
  readonly key: string;
  /** JSON text, since values cannot have repeated keys or numbers that would be rounded. */
  readonly value: string;
}

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const values: readonly string[] = [
  ...nastyTexts.filter(({ length }) => length < 1000).map((text) => JSON.stringify(text)),
  ...['null', 'true', 'false', '0', '-0', '-1', '1', '2', '3', '0.5', '1e3', '1e308', '1e999', '-1e999'],
  ...['9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740991', '1000000001'],
  ...[
    '"1299.00"',
    '"1,299"',
    '"-5"',
    '"¥ 5"',
    '"TV-1"',
    '"A"',
    '"2026-11-23T00:00:00.000Z"',
    '"move"',
    '"edit"',
  ],
  ...['[]', '{}', '[[]]', '{"device":1}', '{"device":99}', '{"price":"1"}', '{"code":{"toString":1}}'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"a":1,"a":2}'],
  nested(50),
  nested(100_000),
  `{"a":${nested(20_000)}}`,
];

const keys = [
  '__proto__',
  'constructor',
  'id',
  'n',
  'at',
  'do',
  'key',
  'code',
  'quantity',
  'cost',
  'undoes',
  'sum',
];

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 5 }),
  do: fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'add' as const),
  key: fc.constantFrom(...keys, ...nastyTexts.slice(0, 30)),
  value: fc.constantFrom(...values),
});

/** The text of a JSON value with one change in it. */
function changed(json: unknown, one: Change, [step, ...rest]: Path = one.path): string {
  if (typeof json !== 'object' || json === null || step === undefined) return one.value;
  const entries = Object.entries(json);
  const chosen = Math.floor(step * entries.length);
  const texts = entries.map(([key, value], index): [string, string] => [
    key,
    index === chosen && rest.length > 0 ? changed(value, one, rest) : JSON.stringify(value),
  ]);
  if (rest.length === 0 && one.do === 'add') texts.splice(chosen, 0, [one.key, one.value]);
  if (rest.length === 0 && one.do === 'remove') texts.splice(chosen, 1);
  if (rest.length === 0 && one.do === 'replace') texts[chosen] = [texts[chosen]?.[0] ?? one.key, one.value];
  if (Array.isArray(json)) return `[${texts.map(([, text]) => text).join(',')}]`;
  return `{${texts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** JSON lines with one changed, sealed again as if stockbook had written them. */
export const forged = (lines: readonly string[]): fc.Arbitrary<Buffer> =>
  fc.record({ line: fc.nat({ max: lines.length - 1 }), change }).map(({ line, change: one }) => {
    let sum = noSum;
    const sealed = lines.map((text, index) => {
      const { sum: _, ...json }: { [key: string]: unknown } = JSON.parse(text);
      const { bytes, sum: next } = seal(index === line ? changed(json, one) : JSON.stringify(json), sum);
      sum = next;
      return Buffer.concat([bytes, Buffer.from('\n')]);
    });
    return Buffer.concat(sealed);
  });
