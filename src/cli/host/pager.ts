import { spawnSync } from 'node:child_process';

type Environment = { readonly [name: string]: string | undefined };

/** Shows a text through `$PAGER`, which no shell reads; returns false if it names none, or it cannot be started. */
export function page(text: string, env: Environment): boolean {
  const [name, ...options] = (env['PAGER'] ?? '').split(/\s+/).filter(Boolean);
  if (name === undefined || name === 'cat') return false;
  const { error } = spawnSync(name, options, {
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...env, LESS: env['LESS'] ?? 'FRX' },
  });
  // A pager that was left early has shown enough.
  return error === undefined || ('code' in error && error.code === 'EPIPE');
}
