import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/cli/render/printable.ts';
import { visible } from '../../src/inventory/values/text.ts';
import { exitCodes } from '../../src/problems.ts';
import { noSum, seal } from '../../src/store/journal/sealed-line.ts';
import { Campaign, patience } from './campaign.ts';
import { anyText, nastyTexts, unprintable } from './nasty.ts';
import { type Around, type Outcome, runHere } from './running.ts';

const campaign = new Campaign('printing');

/** Characters that a terminal obeys or does not show. Except for line ends, they must never be printed. */
const harmful =
  /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]|(?<=[0-9 ])[\u200c\u200d]/u;

const everything = Object.values(unprintable).join(' ');
/** The same without what no name may hold. */
const hidden = everything.replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu, '');

/** The exit codes of the contract, but for bugs: 1 is a machine that failed. */
const foreseen: ReadonlySet<number> = new Set([0, ...Object.values(exitCodes), 130]);

function expectHarmless(words: readonly string[], { code, stdout, stderr }: Outcome, isText = true): void {
  expect(foreseen).toContain(code);
  expect(stderr).not.toContain('a bug in stockbook');
  expect([words, harmful.exec(stderr)?.[0]]).toEqual([words, undefined]);
  if (isText) expect([words, harmful.exec(stdout)?.[0]]).toEqual([words, undefined]);
}

async function inFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-fuzz-'));
  try {
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A journal whose chain is sound, by somebody who puts a text wherever no rule holds it to anything. */
function forgedJournal(text: string): Buffer {
  const at = '2026-11-23T00:00:00.000Z';
  const device = { kind: 'tv', code: 'A', name: 'A', size: 42, panel: 'lcd', price: '1.00' };
  const move = (change: number, balance: number, key: string) => ({
    do: 'move',
    id: 1,
    code: text,
    name: text,
    change,
    balance,
    reason: text,
    cost: text,
    ref: text,
    note: text,
    key,
  });
  const entries = [
    [{ do: 'add', id: 1, device }],
    [move(5, 5, text)],
    [
      {
        ...move(5, 10, 'k'),
        code: `A\n${text}`,
        name: 'A',
        reason: 'purchase',
        cost: undefined,
        ref: undefined,
        note: undefined,
      },
    ],
    [
      {
        do: 'edit',
        id: 1,
        code: text,
        name: text,
        balance: 10,
        before: { name: text, brand: { code: text } },
        after: { name: 'B', brand: null },
      },
    ],
    [{ do: 'add', id: 2, device: { ...device, code: 'C' } }],
    [{ ...move(1, 1, 'x'), id: 2 }],
    [{ ...move(-1, 0, 'y'), id: 2 }],
    [{ do: 'remove', id: 2, device: { ...device, code: text, name: text }, addedAt: at }],
  ];
  let sum = noSum;
  const lines = [
    {
      stockbook: 'journal',
      format: 1,
      reader: 1,
      store: text,
      currency: 'CNY',
      fractionDigits: 2,
      at,
      by: text,
    },
    ...entries.map((changes, index) => ({ n: index + 1, at, by: text, command: text, changes })),
  ].map((json) => {
    const sealed = seal(JSON.stringify(json), sum);
    sum = sealed.sum;
    return Buffer.concat([sealed.bytes, Buffer.from('\n')]);
  });
  return Buffer.concat(lines);
}

const looking: readonly (readonly string[])[] = [
  ['list'],
  ['list', '--format', 'md'],
  ['list', '--as-of', '2027-01-01'],
  ['search', 'a'],
  ['search', 'a', '--format', 'md'],
  ['show', 'A'],
  ['history'],
  ['history', 'A'],
  ['history', '--format', 'md'],
  ['why', 'A', '--expect', '3'],
  ['info'],
  ['verify'],
  ['export', 'devices', '--format', 'md'],
  ['export', 'history', '--format', 'md'],
  ['export', 'history', '--format', 'ledger'],
  ['__complete', 'show', ''],
];

const writing: readonly (readonly string[])[] = [
  ['stock-in', 'A', '5', '--key', 'k'],
  ['stock-out', 'A', '100'],
  ['stock-out', 'A', '1'],
  ['correct', '3', '--quantity', '2'],
  ['undo', '4'],
  ['undo', '8'],
  ['undo'],
  ['edit', 'A', '--price', '3'],
  ['remove', 'A'],
];

describe('what is in a store', () => {
  for (const lang of ['en', 'zh'])
    it(`never reaches a terminal as it is, from a forged journal (${lang})`, patience, async () => {
      await campaign.holds(3, fc.oneof(fc.constant(everything), anyText), async (text) =>
        inFolder(async (folder) => {
          mkdirSync(join(folder, 'data'));
          writeFileSync(
            join(folder, 'data/inventory.journal.jsonl'),
            forgedJournal(text === '' ? everything : text),
          );
          for (const words of [...looking, ...writing, ...looking]) {
            const outcome = await runHere(folder, [...words, '--lang', lang], {
              isTerminal: words.includes('md'),
            });
            expectHarmless(words, outcome);
          }
        }),
      );
    });

  it('never reaches a terminal as it is, where it came in as a file', patience, async () => {
    await campaign.holds(3, fc.constantFrom(hidden, `长虹 ${hidden}`, 'a\u{E0041}\uFFF9'), async (text) =>
      inFolder(async (folder) => {
        await runHere(folder, ['init'], { env: { STOCKBOOK_BY: text } });
        const devices = [
          { kind: 'tv', code: 'A', name: text, brand: text, size: 42, panel: 'lcd', price: '1', quantity: 9 },
        ];
        const input = JSON.stringify(devices);
        const imported = await runHere(folder, ['import', 'devices', '-', '--by', text], { input });
        expect([imported.code, imported.stderr]).toEqual([0, '']);
        const options = ['--ref', text, '--note', text, '--key', text, '--by', text];
        for (const words of [
          ['stock-in', 'A', '5', ...options],
          ['stock-in', 'A', '5', ...options],
          ...looking,
          ...writing,
        ])
          expectHarmless(words, await runHere(folder, words));
        const [first] = JSON.parse((await runHere(folder, ['list', '--json'])).stdout);
        expect(first.name).toBe(visible(text).trim().normalize('NFC'));
      }),
    );
  });
});

/** Words with a text wherever a text can be typed. */
const saying = (text: string): readonly (readonly string[])[] => [
  [text],
  ['help', text],
  [`--${text}`],
  ['list', `--${text}`],
  ['list', text],
  ['list', '--store', text],
  ['list', '--store', `${text}://host/x`],
  ['init', '--store', join('/dev/null', text.replaceAll('\0', ''))],
  ['list', '--by', text],
  ['list', '--lang', text],
  ['list', '--wait', text],
  ['list', '--format', text],
  ['list', '--kind', text],
  ['list', '--brand', text],
  ['list', '--sort', text],
  ['list', '--as-of', text],
  ['search', text],
  ['show', text],
  ['why', 'A', '--expect', text],
  ['history', text],
  ['history', '--since', text],
  ['history', '--type', text],
  ['history', '--reason', text],
  ['history', '--limit', text],
  ['stock-in', text, '1'],
  ['stock-in', 'A', text],
  ['stock-in', 'A', '1', '--cost', text],
  ['stock-in', 'A', '1', '--reason', text],
  ['stock-in', 'A', '1', '--note', text],
  ['stock-in', 'A', '1', '--ref', text],
  ['stock-in', 'A', '1', '--key', text],
  ['stock-in', 'A', '1', '--expect', text],
  ['stock-in', 'A', '1', '--unguarded', text],
  ['add', text],
  ['add', 'tv', '--name', text, '--code', text, '--size', text, '--panel', text, '--price', text],
  ['add', 'tv', '--name', text, '--size', '42', '--panel', 'lcd', '--price', '1'],
  ['edit', 'A', '--brand', text],
  ['edit', 'A', '--code', text],
  ['undo', text],
  ['correct', text, '--quantity', text],
  ['import', text, 'x'],
  ['import', 'devices', text],
  ['import', 'devices', '-', '--encoding', text],
  ['import', 'devices', 'x', '--skip-bad', '--rejects', join(text.replaceAll('\0', ''), 'x')],
  ['export', text],
  ['export', 'devices', '--format', text],
  ['export', 'devices', '-o', join('/dev/null', text.replaceAll('\0', ''), 'x')],
  ['scan', text],
  ['completion', text],
  ['init', '--currency', text],
  ['__complete', 'show', text],
];

describe('what is typed', () => {
  const check =
    (host: Around = {}, ...more: readonly string[]) =>
    async (text: string) =>
      inFolder(async (folder) => {
        await runHere(folder, ['init']);
        const row = 'kind,code,name,size,panel,price,quantity\ntv,A,Set A,42,lcd,1,5\n';
        await runHere(folder, ['import', 'devices', '-'], { input: row });
        for (const words of saying(text)) {
          const outcome = await runHere(folder, [...words, ...more], host);
          // A JSON result is for machines: its text is not changed.
          expectHarmless(words, outcome, !more.includes('--json'));
          if (more.includes('--json') && outcome.stderr !== '') JSON.parse(outcome.stderr);
        }
      });

  it('never reaches a terminal as it is', patience, async () => {
    await campaign.holdsForEach([everything, '\x1b[2J', ...nastyTexts.slice(26, 40)], check());
    await campaign.holds(6, anyText, check());
    await campaign.holds(3, anyText, check({ env: { STOCKBOOK_LANG: 'zh' } }));
  });

  it('never reaches a terminal as it is by an error in JSON, or by a stack trace', patience, async () => {
    await campaign.holdsForEach([everything], check({}, '--json'));
    await campaign.holdsForEach([everything], check({ env: { STOCKBOOK_DEBUG: '1' } }));
    await campaign.holds(3, anyText, check({}, '--json'));
  });

  it('keeps its meaning in an error in JSON', async () => {
    await inFolder(async (folder) => {
      await runHere(folder, ['init']);
      const { stderr } = await runHere(folder, ['show', everything, '--json']);
      expect(JSON.parse(stderr).error.details.value).toBe(everything);
    });
  });
});

describe('the environment', () => {
  it('never reaches a terminal as it is', patience, async () => {
    const names = [
      'STOCKBOOK_BY',
      'STOCKBOOK_LANG',
      'STOCKBOOK_STORE',
      'STOCKBOOK_UNGUARDED',
      'LANG',
      'PAGER',
      'TERM',
    ];
    await campaign.holds(10, fc.oneof(fc.constant(everything), anyText), (text) =>
      inFolder(async (folder) => {
        await runHere(folder, ['init']);
        for (const name of names) {
          const host = { env: { [name]: text } };
          for (const words of [['list'], ['info'], ['stock-in', 'A', '1'], ['init'], ['scan', 'in']])
            expectHarmless(words, await runHere(folder, words, host));
        }
      }),
    );
  });
});

describe('what files say', () => {
  const files = (
    text: string,
    folder: string,
  ): readonly (readonly [words: readonly string[], input: string])[] => [
    [['import', 'devices', '-'], text],
    [['import', 'devices', '-'], `${text},code\nx,y\n`],
    [['import', 'devices', '-'], `kind,code,name\n${text},"${text.replaceAll('"', '""')}",x\n`],
    [['import', 'devices', '-'], `kind,code\ntv,x,${text}\n`],
    [['import', 'devices', '-'], `[${JSON.stringify({ [`k${text}`]: text })}]`],
    [['import', 'devices', '-'], `${JSON.stringify({ kind: text, code: text, name: text, price: text })}\n`],
    [
      ['import', 'devices', '-'],
      `${JSON.stringify({ kind: 'tv', code: text, name: text, size: 42, panel: 'lcd', price: '1' })}\n`,
    ],
    [['import', 'movements', '-'], `code,type,quantity\n${JSON.stringify(text)},in,1\n`],
    [
      ['import', 'movements', '-', '--skip-bad', '--rejects', join(folder, 'bad.csv')],
      `{"code":${JSON.stringify(text)},"type":"in","quantity":1}\n`,
    ],
    [['scan', 'in'], text],
    [['scan', 'out'], `A*${text}\n${text}*3\n${text} A\n`],
  ];

  it('never reaches a terminal as it is', patience, async () => {
    await inFolder(async (folder) => {
      await runHere(folder, ['init']);
      const check = async (text: string) => {
        for (const [words, input] of files(text, folder))
          expectHarmless(words, await runHere(folder, words, { input }));
      };
      await campaign.holdsForEach([everything, ...nastyTexts], check);
      await campaign.holds(20, anyText, check);
    });
  });

  it('nor does what a file is called', patience, async () => {
    await inFolder(async (folder) => {
      for (const name of Object.values(unprintable)) {
        const path = join(folder, `${name.replaceAll('/', '')}.csv`);
        writeFileSync(path, 'nonsense\n');
        await campaign.holdsForEach(
          [
            ['import', 'devices', path],
            ['list', '--store', path],
          ],
          async (words) => expectHarmless(words, await runHere(folder, words)),
        );
      }
    });
  });
});

describe('a printable text', () => {
  it('holds nothing that a terminal obeys, and is left alone where there is nothing', patience, async () => {
    await campaign.holds(3000, anyText, (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/\n/);
      expect(harmful.exec(shown)?.[0]).toBeUndefined();
      expect(printable(shown)).toBe(shown);
    });
  });
});
