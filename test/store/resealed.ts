import { noSum, sealBody, statedSum, unsealed } from '../../src/store/journal/sealed-line.ts';

/** A journal changed line by line by somebody who knows how they are sealed: `change` is given each without its seal. */
export function resealed(journal: Buffer, change: (line: string, index: number) => string): Buffer {
  let previous = noSum;
  const lines = journal.toString('utf8').split('\n').slice(0, -1);
  const changed = lines.map((line, index) => {
    const body = unsealed(Buffer.from(line)).toString('utf8');
    const { bytes, sum } = sealBody(Buffer.from(change(body, index)), previous);
    previous = sum;
    return `${bytes.toString('utf8')}\n`;
  });
  return Buffer.from(changed.join(''));
}

/** The same entries in a journal of format 1, as its program wrote it. */
export const inFormat1 = (journal: Buffer): Buffer =>
  resealed(journal, (line, index) => (index === 0 ? line.replace(/"format":\d+/, '"format":1') : line));

/** The book file that goes with it. */
export function bookInFormat1(book: Buffer, journal: Buffer): Buffer {
  const chain = statedSum(journal.subarray(0, -1).subarray(journal.lastIndexOf('\n', -2) + 1));
  const body = unsealed(book.subarray(0, -1))
    .toString('utf8')
    .replace(/"format":\d+/, '"format":1')
    .replace(/"chain":"[0-9a-f]*"/, `"chain":"${chain}"`);
  return Buffer.concat([sealBody(Buffer.from(body), noSum).bytes, Buffer.from('\n')]);
}
