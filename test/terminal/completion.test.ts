import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, filledOnce, newFolder, program, removeFolder, run } from '../cli/run.ts';
import { resealed } from '../store/resealed.ts';
import { closeTerminals, Terminal } from './terminal.ts';

/** A brand that is a command to whoever does not quote it. */
const hostile = `Sonic's "Best" $(touch RAN);touch RAN & \`touch RAN\` *?[a] #~{x,y} \\ <a>|b`;

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  const add = (code: string, name: string, brand: string) =>
    run(folder, [
      'add',
      'tv',
      '--code',
      code,
      '--name',
      name,
      '--brand',
      brand,
      ...'--size 42 --panel lcd --price 1 --quantity 9'.split(' '),
    ]);
  add('ALPHA-1', 'Kitchen set', hostile);
  add('长虹-3', '长虹等离子', '长 虹');
  run(folder, ['stock-out', 'ALPHA-1', '2']);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin/stockbook');
  // Keeps the arguments, so that a test sees each one as it arrived.
  writeFileSync(
    command,
    `#!/bin/sh\n[ "$1" = __complete ] || [ "$1" = completion ] || { for word; do printf '%s\\n' "$word"; done > got; }\n` +
      `exec '${process.execPath}' '${program}' "$@"\n`,
  );
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'zeta file.csv'), '');
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** How to start each shell without its user's settings, and with our completion. */
const shells = {
  bash: { words: ['--norc', '--noprofile', '-i'], load: 'source <(stockbook completion bash)' },
  zsh: {
    words: ['-f', '-i'],
    load: "PROMPT='$ '; unsetopt prompt_sp; autoload -U compinit && compinit -u -D && source <(stockbook completion zsh)",
  },
  fish: { words: ['--no-config', '--interactive'], load: 'stockbook completion fish | source' },
} as const;
type Shell = keyof typeof shells;

const hasShell = (name: string): boolean => spawnSync(name, ['--version']).error === undefined;

/** A shell at whose prompt completion works. */
async function opened(name: Shell): Promise<Terminal> {
  const { words, load } = shells[name];
  const { PATH = '' } = cleanEnvironment(folder);
  const terminal = new Terminal(folder, words, {
    program: name,
    columns: 160,
    env: { PATH: `${join(folder, 'bin')}:${PATH}`, PS1: '$ ', TERM: 'xterm' },
  });
  terminal.type(`${load}\r`);
  terminal.type('echo loa""ded\r');
  await terminal.until(/^loaded/m);
  return terminal;
}

/** Runs the line, and returns the words that the program received. */
async function given(terminal: Terminal): Promise<readonly string[]> {
  terminal.press('enter');
  terminal.type('echo do""ne\r');
  await terminal.until(/^done/m);
  return readFileSync(join(folder, 'got'), 'utf8').split('\n').slice(0, -1);
}

describe.each(Object.keys(shells) as Shell[])('completion in %s', (name) => {
  const inShell = it.skipIf(!hasShell(name));

  inShell('completes a command, an option and a code in another case', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook sho\talp\t--quie\t');
    await terminal.until('stockbook show ALPHA-1 --quiet');
    expect(await given(terminal)).toEqual(['show', 'ALPHA-1', '--quiet']);
  });

  inShell('quotes a brand, so that it arrives as it is and runs nothing', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook list --brand Son\t');
    await terminal.until('<a');
    expect(await given(terminal)).toEqual(['list', '--brand', hostile]);
    expect(existsSync(join(folder, 'RAN'))).toBe(false);
  });

  inShell('completes a brand within quotes that are open', async () => {
    const terminal = await opened(name);
    terminal.type(`stockbook list --brand 'Son\t`);
    await terminal.until('<a');
    expect(await given(terminal)).toEqual(['list', '--brand', hostile]);
    expect(existsSync(join(folder, 'RAN'))).toBe(false);
  });

  inShell('completes Chinese codes and brands with a space', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook list --kind tv --brand 长\t');
    await terminal.until('虹');
    expect(await given(terminal)).toEqual(['list', '--kind', 'tv', '--brand', '长 虹']);
  });

  inShell('shows what the entries did that can be undone', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook undo \t\t');
    await terminal.until(/stock-out ALPHA-1 -2.* li\b/);
  });

  inShell('completes the value behind an equals sign', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook list --kind=com\t');
    await terminal.until('--kind=combo');
    expect(await given(terminal)).toEqual(['list', '--kind=combo']);
  });

  inShell('offers files where one belongs', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook import devices zet\t');
    await terminal.until('file.csv');
    expect(await given(terminal)).toEqual(['import', 'devices', 'zeta file.csv']);
  });

  inShell('offers no file where none belongs', async () => {
    const terminal = await opened(name);
    terminal.type('stockbook list --lang zet\t');
    terminal.type('\b\b\bz\t');
    await terminal.until('--lang zh');
  });

  inShell('offers nothing that a forged book calls a code', async () => {
    const path = join(folder, 'data/inventory.journal.jsonl');
    const journal = readFileSync(path);
    const forged = resealed(journal, (line) => line.replaceAll('"ALPHA-1"', '"ALPHA-1;touch$IFS\'RAN\';:"'));
    expect(forged.length).toBeGreaterThan(journal.length);
    writeFileSync(path, forged);
    for (const derived of ['json', 'index', 'journal.index', 'witness.json'])
      rmSync(join(folder, `data/inventory.${derived}`), { force: true });
    const terminal = await opened(name);
    terminal.type('stockbook show ALP\t');
    expect(await given(terminal)).toEqual(['show', 'ALP']);
    expect(existsSync(join(folder, 'RAN'))).toBe(false);
  });
});
