// Loaded into stockbook by `node --require`: notes when each operation on a file begins and how long it takes, and
// writes the notes at the end to the file that BENCH_NOTES names. Times are milliseconds since the process was started.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const began = performance.now();
const notes = [];
const paths = new Map();
const write = fs.writeFileSync;

const watched = [
  'openSync',
  'readSync',
  'writeSync',
  'fdatasyncSync',
  'fsyncSync',
  'fstatSync',
  'lstatSync',
  'renameSync',
  'closeSync',
];
for (const name of watched) {
  const original = fs[name];
  fs[name] = (...values) => {
    const start = performance.now();
    const result = original(...values);
    const [first] = values;
    if (name === 'openSync') paths.set(result, String(first));
    const path = typeof first === 'number' ? (first <= 2 ? 'stdio' : paths.get(first)) : String(first);
    notes.push({ name, path: path ?? '', start, ms: performance.now() - start });
    return result;
  };
}
syncBuiltinESMExports();

process.on('exit', () => {
  const ended = performance.now();
  write(process.env.BENCH_NOTES, JSON.stringify({ began, ended, notes }));
});
