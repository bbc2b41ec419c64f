// Runs the tests under other versions of Node: `npm run test:nodes -- [VERSION…] [-- FILE…]`, 22, 24 and 26 by default. Each version
// comes from the npm registry, as the package of this platform that has no install script; it and a copy of the
// project, built under it, are in a temporary folder that is removed at the end.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const project = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);
const end = words.indexOf('--');
const named = end === -1 ? words : words.slice(0, end);
const tests = end === -1 ? [] : words.slice(end + 1);
const versions = named.length === 0 ? ['22', '24', '26'] : named;

const platform = process.platform === 'win32' ? 'win' : process.platform;
const nodePackage = `node-${platform}-${process.arch}`;

/** Copies all files that are or could be in the repository. */
function copyProject(to) {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  for (const path of listing.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(project, path), join(to, path));
  }
}

const succeeds = (cwd, env, program, ...words) =>
  spawnSync(program, words, { cwd, env, stdio: 'inherit' }).status === 0;

/** Runs the tests under a version; returns what came of it, in words. */
function testUnder(version) {
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-node-'));
  // Some tests run commands as another user.
  chmodSync(folder, 0o755);
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const fetched = ['install', '--prefix', folder, ...options, `${nodePackage}@${version}`];
    if (!succeeds(folder, process.env, 'npm', ...fetched)) return `${version}: could not be fetched`;
    const copy = join(folder, 'stockbook');
    copyProject(copy);
    const bin = join(folder, 'node_modules', nodePackage, 'bin');
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const exact = execFileSync('node', ['--version'], { env, encoding: 'utf8' }).trim();
    console.log(`\n${exact}`);
    // Installing builds: the compiled code in dist/ is of one version of Node.
    if (!succeeds(copy, env, 'npm', 'ci', '--loglevel=error')) return `${exact}: could not be built`;
    return `${exact}: ${succeeds(copy, env, 'npx', 'vitest', 'run', ...tests) ? 'passed' : 'FAILED'}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Ctrl-C ends the command that is running, and what follows it takes the folder away.
process.on('SIGINT', () => {
  process.exitCode = 130;
});

const outcomes = [];
for (const version of versions) {
  outcomes.push(testUnder(version));
  // A signal that came meanwhile is an event, heard only here.
  await setTimeout(100);
  if (process.exitCode === 130) break;
}
console.log(`\n${outcomes.join('\n')}`);
if (outcomes.some((outcome) => !outcome.endsWith('passed'))) process.exitCode ||= 1;
