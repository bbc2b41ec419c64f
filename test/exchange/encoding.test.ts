import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invalid, refusalOf, rowsOf, source } from './reading.ts';

const text = 'code,品名\r\nA-1,液晶电视€\r\nB-2,"长虹, 4K 😀"\r\n';
const rows = [
  [2, { code: 'A-1', 品名: '液晶电视€' }],
  [3, { code: 'B-2', 品名: '长虹, 4K 😀' }],
];

const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16();

/** 品名 in GBK, then 电视, as bytes: Node writes no GBK itself. */
const gbk = Buffer.concat([
  Buffer.from('code,'),
  Buffer.from([0xc6, 0xb7, 0xc3, 0xfb]),
  Buffer.from('\nA,'),
  Buffer.from([0xb5, 0xe7, 0xca, 0xd3]),
  Buffer.from('\n'),
]);

describe('the encoding of a file', () => {
  it.each([
    ['utf-8', Buffer.from(text), false],
    ['utf-8', Buffer.from(`\ufeff${text}`), false],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le'), false],
    ['utf-16be', utf16be(`\ufeff${text}`), false],
    ['utf-16le', Buffer.from(text, 'utf16le'), true],
    ['utf-16be', utf16be(text), true],
  ])('is found to be %s', async (encoding, bytes, guessed) => {
    expect(await source(bytes)).toMatchObject({ encoding, guessed, header: ['code', '品名'] });
    for (const chunk of [1, 2, 3, 65_536]) expect(await rowsOf(bytes, { chunk })).toEqual(rows);
  });

  it('is guessed to be GB18030 where it is not UTF-8', async () => {
    expect(await source(gbk)).toMatchObject({ encoding: 'gb18030', guessed: true });
    for (const chunk of [1, 65_536])
      expect(await rowsOf(gbk, { chunk })).toEqual([[2, { code: 'A', 品名: '电视' }]]);
  });

  it.each(['gbk', 'GB18030', 'gb2312', 'CP936'])('may be named %s', async (encoding) => {
    expect(await source(gbk, { encoding })).toMatchObject({ encoding: 'gb18030', guessed: false });
  });

  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['utf8', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['utf-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['utf-16', utf16be(`\ufeff${text}`), 'utf-16be'],
    ['utf-16', utf16be(text), 'utf-16be'],
    ['UTF-16LE', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['utf-16be', utf16be(text), 'utf-16be'],
  ])('may be named %s', async (encoding, bytes, expected) => {
    expect(await source(bytes, { encoding })).toMatchObject({ encoding: expected, guessed: false });
    expect(await rowsOf(bytes, { encoding })).toEqual(rows);
  });

  it('is not one that nobody knows', async () => {
    expect(await refusalOf('a', { encoding: 'latin-9' })).toEqual({
      code: 'usage',
      key: 'file-encoding-unknown-name',
      params: { value: 'latin-9' },
    });
  });

  it('holds to the last byte of a file', async () => {
    const long = Buffer.concat([Buffer.from(`a\n${'some text\n'.repeat(240_000)}`), Buffer.from([0xff])]);
    expect(await refusalOf(long)).toEqual(invalid('file-encoding-undetected', { name: 'file' }));
    const late = Buffer.concat([
      Buffer.from(`a\n${'some text\n'.repeat(240_000)}`),
      Buffer.from([0xb5, 0xe7]),
    ]);
    const found = await source(late);
    expect(found).toMatchObject({ encoding: 'gb18030', guessed: true });
    let last: string | undefined;
    for await (const { cells } of found.rows) last = cells.get('a');
    expect(last).toBe('电');
    expect(await refusalOf(late, { encoding: 'utf-8' })).toEqual(
      invalid('file-encoding-mismatch', { encoding: 'utf-8', line: 240_002 }),
    );
  });

  it.each([
    ['UTF-8', Buffer.from([0x61, 0x0a, 0xe4, 0xb8]), 'utf-8', 2],
    ['GB18030', Buffer.from([0x61, 0x0a, 0x62, 0x0a, 0xb5]), 'gbk', 3],
    ['UTF-16', Buffer.from([0x61, 0, 0x0a, 0, 0x62]), 'utf-16le', 2],
  ])(
    'is refused where it is said to be %s and its last character is cut',
    async (_, bytes, encoding, line) => {
      expect(await refusalOf(bytes, { encoding })).toMatchObject({
        key: 'file-encoding-mismatch',
        params: { line },
      });
    },
  );

  it('is refused where its mark says another one than was named', async () => {
    expect(await refusalOf(`\ufeff${text}`, { encoding: 'gbk' })).toMatchObject({
      key: 'file-encoding-mismatch',
    });
  });

  it('does not turn a stray NUL into UTF-16', async () => {
    const stray = `a,b\n${'text,text\n'.repeat(100)}\0,1\n`;
    expect(await refusalOf(stray)).toEqual(invalid('file-nul', { row: 102 }));
  });

  it('never makes a replacement character of bytes that are wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (bytes) => {
        const all = await rowsOf(Buffer.concat([Buffer.from('a\n'), bytes])).catch(() => []);
        const isWritten =
          Buffer.from(bytes).includes('\ufffd') || bytes.includes(0x84) || bytes.includes(0xfd);
        if (!isWritten) expect(JSON.stringify(all)).not.toContain('\ufffd');
      }),
    );
  });

  it('leaves the digest and the size of the bytes as they are in the file', async () => {
    const found = await source(Buffer.from(`\ufeffa\n`));
    expect(found.size).toBe(5);
    expect(found.sha256()).toBe('be4fccb045869c7ad387b9081a44cfd495b37efc020da4b44542de0d980c747f');
  });
});
