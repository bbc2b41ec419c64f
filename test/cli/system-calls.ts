import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, type Outcome, program } from './run.ts';

/** Whether the machine can show a program's system calls; without strace, or without leave to trace, it cannot. */
export const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;

/** One call that a process made on an open file. */
export interface SystemCall {
  readonly name: string;
  /** The path of the file, or a name for it if it has none. */
  readonly path: string;
  /** What it returned: for a read or write, how many bytes. */
  readonly returned: number;
}

const reads = ['read', 'pread64', 'readv', 'preadv', 'preadv2'];
const writes = ['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2'];
const syncs = ['fsync', 'fdatasync', 'sync_file_range', 'msync', 'sync', 'syncfs'];

export const isRead = ({ name }: SystemCall): boolean => reads.includes(name);
export const isWrite = ({ name }: SystemCall): boolean => writes.includes(name);
export const isSync = ({ name }: SystemCall): boolean => syncs.includes(name);

/** The name of stdout. strace names a pipe by its number, so the descriptor is used instead. */
export const stdout = 'stdout';

/** Runs one command of the built program and gives every read, write and sync of it, in the order of their ends. */
export function traced(
  folder: string,
  words: readonly string[],
): { readonly outcome: Outcome; readonly calls: readonly SystemCall[] } {
  const log = join(folder, 'system-calls.log');
  const named = [...reads, ...writes, ...syncs].map((name) => `?${name}`).join(',');
  const { status, ...texts } = spawnSync(
    'strace',
    ['-f', '-y', '-s', '0', '-o', log, '-e', `trace=${named}`, process.execPath, program, ...words],
    { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return {
    outcome: { code: status, stdout: texts.stdout, stderr: texts.stderr },
    calls: callsIn(readFileSync(log, 'utf8')),
  };
}

/** The calls in a log of strace, which splits a call that another thread interrupts into two lines. */
function callsIn(log: string): SystemCall[] {
  const begun = new Map<string, string>();
  const calls: SystemCall[] = [];
  for (const line of log.split('\n')) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(text)?.[1];
    if (unfinished !== undefined) {
      begun.set(thread, unfinished);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1];
    const call = callOf(resumed === undefined ? text : `${begun.get(thread) ?? ''}${resumed}`);
    if (call !== undefined) calls.push(call);
  }
  return calls;
}

function callOf(text: string): SystemCall | undefined {
  const [, name, arguments_ = '', returned] = /^(\w+)\((.*)\) += (-?\d+)/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const [, descriptor, path = ''] = /^(\d+)<([^>]*)>/.exec(arguments_) ?? [];
  return { name, path: descriptor === '1' ? stdout : path, returned: Number(returned) };
}
