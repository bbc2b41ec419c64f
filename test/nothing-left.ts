import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '..');
/** What grows by itself, and is not in the repository. */
const others = new Set(['.git', 'dist', 'node_modules']);

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (folder === project && others.has(entry.name)) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** Gives a run of the tests a temporary folder of its own; fails it if they leave anything there or in the project. */
export default function setUp(): () => void {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'stockbook-tests-')));
  // Some tests run commands as another user.
  chmodSync(temporary, 0o755);
  process.env['TMPDIR'] = temporary;
  const before = new Set(filesIn(project));
  return () => {
    const left = [
      ...readdirSync(temporary).map((name) => join(temporary, name)),
      ...filesIn(project).filter((path) => !before.has(path)),
    ];
    rmSync(temporary, { recursive: true, force: true });
    if (left.length === 0) return;
    // What is thrown here is printed, and no more.
    process.exitCode = 1;
    throw new Error(`the tests left behind: ${left.join(', ')}`);
  };
}
