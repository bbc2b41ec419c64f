import { type BigIntStats, fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { type OutputPlace, outputPlace } from '../../../exchange/write/output-place.ts';
import { replaceFile } from '../../../exchange/write/replace-file.ts';
import { parsed, refuse } from '../../../inventory/refusal.ts';
import { areSame, belongsToStore, statOf } from '../../../store/belongs-to-store.ts';
import { kernelLock } from '../../../store/json-file/files/kernel-lock.ts';
import { askForOptionalPath } from '../../ask/typed-path.ts';
import { asTyped, option } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';

/** The option of the file that a command writes. */
export const output = option(
  '-o, --output <file>',
  {
    en: 'write to this file, whole or not at all; - is standard output',
    zh: '写入的文件，要么完整写入，要么不写；- 表示标准输出',
  },
  asTyped,
  'files',
);

/** The option of the font that a PDF is written in. */
export const font = option(
  '--font <file>',
  {
    en: 'a font file for PDF, or reader to use the PDF reader’s own (default: chosen)',
    zh: 'PDF 的字体文件，或 reader 使用阅读器自带的字体（默认自动选择）',
  },
  asTyped,
  'files',
);

/** On a terminal if nothing was typed: the file to write, or none to print it. */
export async function askForFile(session: Session, label: string): Promise<string | undefined> {
  const ask = await session.ask();
  return askForOptionalPath(ask, { label, parse: parsed }, session.host.directory);
}

/**
 * Where the output goes that was typed for an option; null is standard output: nothing, `-`, or a path that leads there. Refuses a
 * file of the store's own, whose content would be lost, and one that the command reads: `reads` are paths, or `-` for
 * standard input.
 */
export async function outputOf(
  session: Session,
  path: string | undefined,
  {
    reads = [],
    called = '-o',
  }: { readonly reads?: readonly (string | undefined)[]; readonly called?: string } = {},
): Promise<OutputPlace | null> {
  if (path === undefined || path === '-') return null;
  if (path.trim() === '') refuse('usage-option-value', { option: called });
  const place = await outputPlace(path, session.host.directory);
  const existing = place.existing ?? undefined;
  if (areSame(existing, openFile(1))) return null;
  if (belongsToStore((await session.store()).where, place.real)) refuse('store-is-target', { path });
  const read = reads
    .filter((one) => one !== undefined)
    .map((one) => (one === '-' ? openFile(0) : statOf(resolve(session.host.directory, one))));
  if (read.some((file) => areSame(file, existing))) refuse('file-is-read', { path });
  return place;
}

/** Whether a file may be written: a replaced one cannot be restored by any command. */
export const mayWrite = async (session: Session, place: OutputPlace): Promise<boolean> =>
  place.existing === null || place.isStream || mayReplace(session, place.path);

/** Whether a file that is there may be replaced: asks, or refuses if there is nobody to ask and --yes is missing. */
export async function mayReplace(session: Session, path: string): Promise<boolean> {
  if (!session.host.canAsk && session.options.yes !== true) refuse('file-exists', { path });
  const { confirm } = session.messages;
  return session.confirmed([confirm.replace(printable(path))], confirm.proceed, confirm.nothingDone);
}

/** Writes a file whole or not at all. */
export const writeOutput = (place: OutputPlace, pieces: Parameters<typeof replaceFile>[1]): Promise<void> =>
  replaceFile(place, pieces, kernelLock);

/** Reports the file written, as JSON or in words on standard output, if there are any. */
export const reportWritten = (
  session: Session,
  json: () => unknown,
  words: () => readonly string[] = () => [],
): void => session.report(json, words, session.messages.writtenUnsaid);

/** An open file of the process; undefined if it has none of that number. */
function openFile(descriptor: 0 | 1): BigIntStats | undefined {
  try {
    return fstatSync(descriptor, { bigint: true });
  } catch {
    return undefined;
  }
}
