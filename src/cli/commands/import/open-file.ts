import { spawnSync } from 'node:child_process';

/** What shows a file in the program that its user has for it; each leaves at once. */
const openers: { readonly [platform: string]: readonly string[] } = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Shows a file in the program that is meant for it; false if none could be started. */
export function openFile(path: string): boolean {
  const [name = 'xdg-open', ...before] = openers[process.platform] ?? [];
  const { status } = spawnSync(name, [...before, path], { stdio: 'ignore', timeout: 20_000 });
  return status === 0;
}
