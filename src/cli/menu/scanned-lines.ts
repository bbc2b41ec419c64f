import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { Interrupted } from '../ask/ask.ts';
import { Frame, type Place } from '../ask/frame.ts';
import { behind, questionLines } from '../ask/line.ts';
import { isCtrl, type Key } from '../host/keyboard.ts';
import type { Terminal } from '../host/terminal.ts';

/** Shown for a line break in a pasted text, which is recorded only at Enter. No code contains it. */
const lineBreak = '|';

/** A whole line, or null at the end. The next key is taken once `dealtWith` is called. */
interface Whole {
  readonly line: string | null;
  dealtWith(): void;
}

/**
 * Yields the lines scanned or typed at a terminal, in order and however fast they come, until Ctrl-D or Esc on an empty line.
 * Throws Interrupted at Ctrl-C.
 */
export async function* scannedLines(terminal: Terminal, prompt: string): AsyncGenerator<string> {
  const { keyboard } = terminal;
  keyboard.open();
  const input = new PassThrough();
  // Readline's own drawing is dropped: it loses its place after a resize.
  const output = new Writable({ write: (_chunk, _encoding, written) => written() });
  const editor = createInterface({ input, output, terminal: true, historySize: 0 });
  const frame = new Frame(terminal);
  const drawn = (): { readonly lines: readonly string[]; readonly cursor: Place } => {
    const typed = { text: editor.line, cursor: editor.cursor };
    const { lines, text, cursor } = questionLines(prompt.trimEnd(), typed, frame.columns - 1);
    return { lines: [...lines.slice(0, -1), behind(lines.at(-1) ?? '', text)], cursor };
  };
  let entered: string | undefined;
  editor.on('line', (line) => {
    entered = line;
  });
  let give: (whole: Whole) => void = () => {};
  let isBroken = false;
  const draw = (): undefined => {
    const { lines, cursor } = drawn();
    frame.draw(lines, cursor);
  };
  const take = (key: Key): Promise<void> | undefined => {
    entered = undefined;
    isBroken = isCtrl(key, 'c');
    const isEnd = editor.line === '' && (key.name === 'escape' || isCtrl(key, 'd'));
    if (!isBroken && !isEnd) {
      const { lines } = drawn();
      if (key.name === 'escape') editor.write(null, { ctrl: true, name: 'u' });
      else input.emit('keypress', typedBy(key), key);
      if (entered === undefined) return draw();
      frame.close(lines);
    }
    return new Promise((dealtWith) => give({ line: entered ?? null, dealtWith }));
  };
  const stop = keyboard.read(take);
  try {
    for (;;) {
      draw();
      const unwatch = frame.onResize(draw);
      const { line, dealtWith } = await new Promise<Whole>((given) => {
        give = given;
      });
      unwatch();
      try {
        if (isBroken) throw new Interrupted(true);
        if (line === null) return;
        yield* line.split(lineBreak);
      } finally {
        // Also after the last line: the keys behind it are for the next question.
        dealtWith();
      }
    }
  } finally {
    stop();
    editor.close();
    frame.leave();
  }
}

/** The text that a key types, in one line. */
const typedBy = ({ name, text }: Key): string | undefined =>
  (name === 'paste' ? linesIn(text).join(` ${lineBreak} `) : text) || undefined;

const linesIn = (text: string): readonly string[] => text.split(/[\r\n]/).filter((line) => line !== '');

/** The same for a terminal that edits lines itself. */
export async function* plainLines({ lines, output }: Terminal, prompt: string): AsyncGenerator<string> {
  for (;;) {
    output.write(prompt);
    const line = await lines.next();
    if (line === null) break;
    yield line;
  }
  output.write('\n');
}
