import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** Has another process hold the lock on a journal; returns what ends that process. */
export async function lockedBy(journal: string): Promise<() => Promise<void>> {
  const addon = resolve(import.meta.dirname, '../../node_modules/fs-native-extensions');
  const script = `require(${JSON.stringify(addon)}).tryLock(require('node:fs').openSync(process.argv[1], 'r+'), 2 ** 40, 1);
    console.log('held');
    process.stdin.resume();`;
  const holder = spawn(process.execPath, ['-e', script, journal], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((held) => holder.stdout.once('data', held));
  return async () => {
    if (holder.exitCode !== null || holder.signalCode !== null) return;
    const ended = new Promise((done) => holder.once('close', done));
    holder.kill('SIGKILL');
    await ended;
  };
}
