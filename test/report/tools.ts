import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const answers = (program: string, option: string): boolean =>
  spawnSync(program, [option], { stdio: 'ignore' }).error === undefined;

/** Debian's poppler-utils, which reads PDFs. */
export const hasPoppler = answers('pdftotext', '-v');

/** A Chromium of this machine, if there is one. */
export const chromium = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** The text of each page of a PDF, as laid out or in the order it was written. */
export function pagesOfPdf(path: string, order: '-layout' | '-raw' = '-layout'): readonly string[] {
  const { stdout } = spawnSync('pdftotext', [order, path, '-'], { encoding: 'utf8' });
  return stdout.split('\f').slice(0, -1);
}

/** The size of the first page of a PDF in points, as `595.28 x 841.89`. */
export function pageSizeOfPdf(path: string): string {
  const { stdout } = spawnSync('pdfinfo', [path], { encoding: 'utf8' });
  return /Page size:\s+([\d.]+ x [\d.]+)/.exec(stdout)?.[1] ?? '';
}
