import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ask, Completed, Field } from './ask.ts';

/** The most names that Tab offers. */
const mostOffered = 20;

/** Asks for a path. Tab completes it; it may be quoted or dropped on the terminal, as in a shell. */
export async function askForPath<T>(ask: Ask, field: Field<T>, directory: string): Promise<string> {
  return typedPath(await ask.text(pathField(field, directory)));
}

/** The same, but an empty answer means none. */
export async function askForOptionalPath<T>(
  ask: Ask,
  field: Field<T>,
  directory: string,
): Promise<string | undefined> {
  const text = await ask.optionalText(pathField(field, directory));
  return text === undefined ? undefined : typedPath(text);
}

const pathField = <T>(field: Field<T>, directory: string): Field<T> => ({
  ...field,
  parse: (text) => field.parse(typedPath(text)),
  complete: (text) => completedPath(text, directory),
});

/** Returns the path that a text means: without quotes, backslashes before spaces and `file://`, and with `~` resolved. */
export function typedPath(text: string): string {
  const trimmed = text.trim();
  const [, , quoted] = /^(['"])(.*)\1$/.exec(trimmed) ?? [];
  if (quoted !== undefined) return quoted;
  if (/^file:\/\/\//i.test(trimmed)) return pathOfUrl(trimmed);
  const plain = process.platform === 'win32' ? trimmed : trimmed.replace(/\\([\s'"()&\\])/g, '$1');
  return /^~(?=\/|$)/.test(plain) ? join(homedir(), plain.slice(1)) : plain;
}

function pathOfUrl(text: string): string {
  try {
    return fileURLToPath(text);
  } catch {
    return text;
  }
}

/** Completes a path as far as all names that match agree; offers the names if there are several. */
export function completedPath(text: string, directory: string): Completed {
  const path = typedPath(text);
  const isFolder = path === '' || path.endsWith('/');
  const [folder, begun] = isFolder ? [path, ''] : [dirname(path), basename(path)];
  const within = resolve(directory, folder);
  const names = namesIn(within).filter(
    (name) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')),
  );
  const [first, ...others] = names;
  if (first === undefined) return { text, offered: [] };
  let common = first;
  for (const name of others) while (!name.startsWith(common)) common = common.slice(0, -1);
  const end = others.length === 0 && isFolderAt(join(within, first)) ? '/' : '';
  return {
    text: `${path.slice(0, path.length - begun.length)}${common}${end}`,
    offered: others.length === 0 ? [] : names.slice(0, mostOffered),
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFolderAt(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
