import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../cli/run.ts';
import { asInFolder } from '../postgres/store-under-test.ts';

/** Takes a redirection off the end of a command line; returns the file. */
function redirected(words: string[], sign: '<' | '>'): string | undefined {
  const place = words.lastIndexOf(sign);
  return place === -1 ? undefined : words.splice(place, 2)[1];
}

/** The words of a command line, quoted as a shell reads them, and the files that its output goes to and its input comes from. */
export function commandLine(line: string): {
  words: string[];
  output: string | undefined;
  input: string | undefined;
  env: { [name: string]: string };
} {
  const words = [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
  const env: { [name: string]: string } = {};
  while (words[0] !== undefined && /^[A-Z_]+=/.test(words[0])) {
    const [name = '', value = ''] = (words.shift() ?? '').split(/=(.*)/s);
    env[name] = value;
  }
  const output = redirected(words, '>');
  const input = redirected(words, '<');
  const [name, ...rest] = words;
  if (name !== 'stockbook') throw new Error(`a session runs stockbook only: ${line}`);
  return { words: rest, output, input, env };
}

/** Replaces text that differs from run to run by constant text of the same width. */
export function steady(text: string, folder: string): string {
  return asInFolder(text, folder)
    .replaceAll(folder, '~')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-11-23 09:30:00')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-11-23T01:30:00.000Z')
    .replace(/([,，] ?)\d\d:\d\d([)）])/g, '$109:30$2')
    .replace(/^\d{4}-\d\d-\d\d \*/gm, '2026-11-23 *')
    .replace(/(torn|edited|damaged)-[0-9a-f]{8}\./g, '$1-0123abcd.')
    .replace(/\d+(\.\d)? (KiB|B)$/gm, '1.0 KiB');
}

/** Runs a command line of a session; what it printed is made steady. */
export function perform(
  line: string,
  folder: string,
  language: string,
): { stdout: string; stderr: string; code: number | null } {
  const { words, output, input, env } = commandLine(line);
  const { code, stdout, stderr } = run(folder, words, {
    env: { LANG: language, ...env },
    ...(input === undefined ? {} : { input: readFileSync(join(folder, input)) }),
  });
  if (output !== undefined) writeFileSync(join(folder, output), stdout);
  return { stdout: output === undefined ? steady(stdout, folder) : '', stderr: steady(stderr, folder), code };
}
