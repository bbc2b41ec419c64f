import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { isOnServer } from '../postgres/store-under-test.ts';
import { perform } from './session.ts';

/** These look at files of the store, for a store in a folder, or print where it is. */
const ofFiles = ['damage.txt', 'help.txt', 'two-shops.txt', 'two-shops.zh.txt'];
const names = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.txt') && !(isOnServer && ofFiles.includes(name)),
);
const rewrite = process.env['UPDATE_TRANSCRIPTS'] === '1' && !isOnServer;

const lines = (text: string, mark: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => mark + line);

/**
 * A transcript is a session on paper: `# ` a remark, `=== NAME` a file up to the next `===`, `$ ` a command
 * followed by what it prints, `! ` in front of what goes to standard error, and `? 4` its exit code if it is not 0.
 */
function replay(transcript: string, folder: string, language: string): string {
  const played: string[] = [];
  const script = transcript.split('\n');
  for (let index = 0; index < script.length; index++) {
    const line = script[index] ?? '';
    if (line.startsWith('=== ')) {
      const end = script.indexOf('===', index);
      writeFileSync(join(folder, line.slice(4)), `${script.slice(index + 1, end).join('\n')}\n`);
      played.push(...script.slice(index, end + 1), '');
      index = end;
    } else if (line.startsWith('# ')) {
      played.push(line);
    } else if (line.startsWith('$ ')) {
      const { stdout, stderr, code } = perform(line.slice(2), folder, language);
      played.push(
        line,
        ...lines(stdout, ''),
        ...lines(stderr, '! '),
        ...(code === 0 ? [] : [`? ${code}`]),
        '',
      );
    }
  }
  return `${played.join('\n').trimEnd()}\n`;
}

describe('a session', () => {
  it.each(names)('prints what %s shows', (name) => {
    const path = join(import.meta.dirname, name);
    const transcript = readFileSync(path, 'utf8');
    const folder = newFolder();
    try {
      const played = replay(transcript, folder, name.includes('.zh.') ? 'zh_CN.UTF-8' : 'C.UTF-8');
      if (rewrite) writeFileSync(path, played);
      else expect(played).toBe(transcript);
    } finally {
      removeFolder(folder);
    }
  });

  it.each(names)('has tables in %s whose lines are all equally wide', (name) => {
    const transcript = readFileSync(join(import.meta.dirname, name), 'utf8').split('\n');
    transcript.forEach((line, index) => {
      if (!/^─+( {2}─+)+$/.test(line)) return;
      for (
        let row = index - 1;
        /\S {2}/.test(transcript[row] ?? '') && !transcript[row]?.startsWith('$');
        row++
      ) {
        if (transcript[row]?.startsWith('! ')) break;
        expect([transcript[row], stringWidth(transcript[row] ?? '')]).toEqual([transcript[row], line.length]);
      }
    });
  });
});
