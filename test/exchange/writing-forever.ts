import { outputPlace } from '../../src/exchange/write/output-place.ts';
import { replaceFile } from '../../src/exchange/write/replace-file.ts';
import { kernelLock } from '../../src/store/json-file/files/kernel-lock.ts';

// A process that never comes to the end of a file, for interrupted.test.ts: says when it has begun.
const [path = '', exits] = process.argv.slice(2);
// As the program itself does.
if (exits !== undefined) process.on('SIGINT', () => process.exit(Number(exits)));
setInterval(() => undefined, 1 << 30);

async function* endless(): AsyncGenerator<string> {
  yield 'x'.repeat(1 << 20);
  process.send?.('begun');
  await new Promise(() => undefined);
}

await replaceFile(await outputPlace(path, process.cwd()), endless(), kernelLock);
