import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = resolve(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const roomOf = (path: string): string => path.split('/')[0] ?? '';

/** Which rooms each room may import from, beside itself (docs/ARCHITECTURE.md). */
const allowed: { readonly [room: string]: readonly string[] } = {
  cli: ['inventory', 'store', 'exchange'],
  store: ['inventory'],
  exchange: ['inventory'],
  inventory: [],
  'problems.ts': [],
  'limits.ts': [],
  'made-once.ts': [],
};
/** What every room may import. */
const shared: readonly string[] = ['problems.ts', 'limits.ts', 'made-once.ts'];

const statically = /^(?:import|export)\b[^;]*?from '([^']+)'/gm;
const anyhow = new RegExp(`${statically.source}|\\bimport\\('([^']+)'\\)`, 'gm');

const imports = (file: string, how: 'static' | 'any' = 'any'): string[] =>
  [...readFileSync(join(source, file), 'utf8').matchAll(how === 'static' ? statically : anyhow)].map(
    (match) => match[1] ?? match[2] ?? '',
  );

describe('the rooms of the house', () => {
  it.each(files)('%s imports only what its room may', (file) => {
    const strangers = imports(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => roomOf(relative(source, resolve(source, dirname(file), target))))
      .filter(
        (room) => room !== roomOf(file) && !shared.includes(room) && !allowed[roomOf(file)]?.includes(room),
      );
    expect(strangers).toEqual([]);
  });

  it('have files that do not import each other in a circle, types included', () => {
    const targets = new Map(
      files.map((file) => [
        file,
        imports(file, 'static').map((target) => relative(source, resolve(source, dirname(file), target))),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('have no folder with more files than one looks over', () => {
    const folders = files.map((file) => dirname(file));
    const full = [...new Set(folders)].filter(
      (folder) => folders.filter((one) => one === folder).length > 16,
    );
    expect(full).toEqual([]);
  });

  // A floor is a folder, or a file beside folders; an arrow is that anything in one imports anything in another.
  it.each([
    ['store/json-file', 20],
    ['inventory', 25],
  ])('have few arrows between the floors of %s, none of which leads back', (room, most) => {
    const floorOf = (file: string) => relative(room, file).split('/')[0] ?? '';
    const arrows = new Set<string>();
    for (const file of files.filter((one) => one.startsWith(`${room}/`)))
      for (const target of imports(file).map((one) => relative(source, resolve(source, dirname(file), one))))
        if (target.startsWith(`${room}/`) && floorOf(target) !== floorOf(file))
          arrows.add(`${floorOf(file)} → ${floorOf(target)}`);
    expect(arrows.size).toBeLessThan(most);
    expect([...arrows].filter((arrow) => arrows.has(arrow.split(' → ').reverse().join(' → ')))).toEqual([]);
  });

  it('name a kind of store in one place', () => {
    const naming = files.filter(
      (file) =>
        !file.startsWith('store/json-file/') &&
        imports(file).some((target) =>
          /json-file\/(store|state|files\/store-files|upkeep\/.*)\.ts$/.test(target),
        ),
    );
    expect(naming).toEqual(['store/open.ts']);
  });

  it('keep the lines of a journal where every kind of store can use them', () => {
    const strangers = files
      .filter((file) => file.startsWith('store/journal/'))
      .flatMap((file) =>
        imports(file).map((target) => relative(source, resolve(source, dirname(file), target))),
      )
      .filter((target) => roomOf(target) === 'store' && !target.startsWith('store/journal/'));
    expect(strangers).toEqual([]);
  });

  it('keep the words of a command beside it, where they import no code but that of other words', () => {
    const words = files.filter((file) => file.endsWith('.words.ts'));
    const code = words.flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/^import (?!type\b)[^;]*? from '([^']+)'/gm)]
        .map((match) => relative(source, resolve(source, dirname(file), match[1] ?? '')))
        .filter((target) => !target.startsWith('cli/words/') && !target.startsWith('inventory/')),
    );
    expect(words.length).toBeGreaterThan(20);
    expect(code).toEqual([]);
  });

  it('keep the domain free of files, terminals and processes', () => {
    const domain = files.filter((file) => roomOf(file) === 'inventory');
    const outside = domain.filter((file) => imports(file).some((target) => !target.startsWith('.')));
    expect(outside).toEqual([]);
  });

  it('reach for the process only where a command begins', () => {
    const reaching = files.filter((file) =>
      /process\.(argv|stdout|stderr|stdin|env|exit)|console\./.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(reaching.filter((file) => file !== 'cli/main.ts')).toEqual([]);
  });
});
