import type { Interface } from 'node:readline';
import { useEffect, useState } from '@inquirer/core';
import type { Key } from '../host/keyboard.ts';
import type { Frame } from './frame.ts';
import { behind, questionLines, type Typed } from './line.ts';

/** Common to all questions. */
export interface Question {
  readonly message: string;
  /** The lines it is drawn in. */
  readonly frame: Frame;
  readonly theme?: object;
  /** Called when it can take keys. */
  opened(): void;
  /** Called when it takes no more keys. */
  closed(): void;
}

/** The line that inquirer edits. It is a readline interface with a cursor, which its type does not say. */
export const typedIn = (line: object): Typed => {
  const { line: text, cursor } = line as Interface;
  return { text, cursor };
};

/** The key behind an event of inquirer: our keyboard sends it. */
export const keyOf = (event: unknown): Key => event as Key;

/** Redraws a question whenever the window is resized. */
export function useWindow(frame: Frame): void {
  const [, setTimes] = useState(0);
  useEffect(() => frame.onResize(() => setTimes((times) => times + 1)), []);
}

/** Reports that the question can take keys. Call it after all other effects, so that they have run. */
export function useOpened({ opened }: Question): void {
  useEffect(() => opened(), []);
}

/** The lines of the question with the typed text. */
export function headOf(
  question: Question,
  prefix: string,
  status: 'idle' | 'done',
  typed: Typed,
  styles: { message(text: string, status: 'idle' | 'done'): string; text(text: string): string },
) {
  const { frame, message } = question;
  // The prefix is one character, in colour or not.
  const head = questionLines(`? ${message}`, typed, frame.columns - 1);
  const lines = head.lines.map((line, index) =>
    index === 0 ? `${prefix} ${styles.message(line.slice(2), status)}` : styles.message(line, status),
  );
  const last = lines.pop() ?? '';
  const text = head.text === '' ? '' : styles.text(head.text);
  return {
    lines: [...lines, behind(last, text)],
    cursor: head.cursor,
  };
}
