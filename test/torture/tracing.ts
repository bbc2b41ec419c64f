import { spawnSync } from 'node:child_process';

/** Whether strace is there and may trace; containers often forbid it. */
export const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;

/** What to put before a command so that something happens to one of its system calls on the files at the paths. */
export const tampered = (
  syscall: string,
  what: string,
  when: string,
  paths: readonly string[],
): readonly string[] => [
  'strace',
  '-o',
  '/dev/null',
  ...paths.flatMap((path) => ['-P', path]),
  '-e',
  `trace=${syscall}`,
  '-e',
  `inject=${syscall}:${what}:when=${when}`,
];
