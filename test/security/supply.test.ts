import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const json = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
}

const locked = Object.entries<Locked>(json('package-lock.json').packages).filter(([path]) => path !== '');

describe('every package that is installed', () => {
  it('comes from the npm registry, and is what it was when it was chosen', () => {
    for (const [path, { resolved, integrity, link }] of locked) {
      expect([path, link ?? false]).toEqual([path, false]);
      expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
      if (resolved !== undefined)
        expect([path, resolved]).toEqual([path, expect.stringMatching(/^https:\/\/registry\.npmjs\.org\//)]);
    }
  });

  it('is counted in the documents, where it runs with stockbook', () => {
    const runtime = locked.filter(([, { dev }]) => dev !== true).length;
    const direct = Object.keys(json('package.json').dependencies).length;
    const told = readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8');
    expect(told).toContain(
      `stockbook runs with ${direct} packages of its own choice, ${runtime} with theirs.`,
    );
  });
});

/** Every source file, by its path. */
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => [path, readFileSync(join(root, 'src', path), 'utf8')] as const);

describe('the code', () => {
  it('starts other programs in few places, and never through a shell', () => {
    const starting = sources.filter(([, text]) => text.includes('child_process'));
    expect(starting.map(([path]) => path).sort()).toEqual([
      'cli/commands/import/open-file.ts',
      'cli/host/pager.ts',
      'exchange/pdf/system-fonts.ts',
    ]);
    for (const [path, text] of starting) {
      expect([path, /\bimport \{ (.+) \} from 'node:child_process'/.exec(text)?.[1]]).toEqual([
        path,
        'spawnSync',
      ]);
      expect([path, /\bshell\b\s*:/.test(text)]).toEqual([path, false]);
    }
  });

  it('makes code of nothing but its own text', () => {
    const making = sources.filter(([, text]) => /\beval\(|new Function\(|node:vm/.test(text));
    // The second runs one line of its own, so that Ctrl-C can break off what that calls.
    expect(making.map(([path]) => path).sort()).toEqual([
      'cli/host/compiled.ts',
      'cli/host/interruptible.ts',
    ]);
  });
});
