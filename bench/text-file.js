import { closeSync, openSync, writeSync } from 'node:fs';

const blockLength = 1 << 18;

/** Writes texts to a new file, in few writes and without holding all of them. */
export function writeTexts(path, texts) {
  const file = openSync(path, 'w');
  let block = '';
  for (const text of texts) {
    block += text;
    if (block.length >= blockLength) {
      writeSync(file, block);
      block = '';
    }
  }
  writeSync(file, block);
  closeSync(file);
}
