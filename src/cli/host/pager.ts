import { spawnSync } from 'node:child_process';

/** Without `$PAGER`: leaves at once where everything fits, shows colours, and leaves the text on the screen. */
const usual = ['less', '-FRX'];

/** Shows a text through `$PAGER`, which no shell reads; returns false if there is none, or it cannot be started. */
export function page(text: string, env: { readonly [name: string]: string | undefined }): boolean {
  const [name, ...options] = env['PAGER'] === undefined ? usual : env['PAGER'].split(/\s+/).filter(Boolean);
  if (name === undefined || name === 'cat' || env['TERM'] === 'dumb') return false;
  const { error } = spawnSync(name, options, {
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...env, LESS: env['LESS'] ?? 'FRX' },
  });
  // A pager that was left early has shown what was wanted.
  return error === undefined || ('code' in error && error.code === 'EPIPE');
}
