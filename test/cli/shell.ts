import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cleanEnvironment, type Outcome, program } from './run.ts';

/** The programs that a line may call: ours as installed, and a printer and a browser that do nothing. */
const programs: { readonly [name: string]: string } = {
  stockbook: `exec "${process.execPath}" "${program}" "$@"`,
  lp: 'cat > /dev/null',
  'xdg-open': 'true',
};

/** Runs a line in bash, as someone would paste it, in a folder that is also the home. */
export function shell(folder: string, line: string, env: { readonly [name: string]: string } = {}): Outcome {
  const bin = join(folder, '.bin');
  if (!existsSync(bin)) {
    mkdirSync(bin);
    for (const [name, does] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${does}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  }
  const clean = cleanEnvironment(folder);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: folder,
    env: { ...clean, ...env, PATH: bin + delimiter + clean['PATH'] },
    input: '',
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
