import { createPrompt, makeTheme, useEffect, useKeypress, usePrefix, useState } from '@inquirer/core';
import { wrap } from '../../exchange/text/wrap.ts';
import type { Typed } from './line.ts';
import { headOf, keyOf, type Question, typedIn, useOpened, useWindow } from './question.ts';

/** A question for a text, which is checked at each key. */
interface FieldQuestion extends Question {
  /** The text to start with. */
  readonly prefill?: string;
  /** The value of an empty line. */
  readonly usual?: string;
  /** Shown below the line until something is typed. */
  readonly hint?: string;
  /** Completes the text at Tab, and offers the ways to go on if there are several. */
  readonly complete?: (text: string) => { readonly text: string; readonly offered: readonly string[] };
  /** Returns what is wrong with the text, or null. */
  problem(text: string): string | null;
}

/** The most lines shown below a text. */
const maxBelow = 3;

/** A line of text with its problem below, from the first key on. Enter takes the text once it has none. */
export const fieldPrompt = createPrompt<string, FieldQuestion>((question, done) => {
  const { frame } = question;
  const theme = makeTheme({}, question.theme ?? {});
  const [status, setStatus] = useState<'idle' | 'done'>('idle');
  const [typed, setTyped] = useState<Typed>({ text: '', cursor: 0 });
  const [pressed, setPressed] = useState(false);
  const [offered, setOffered] = useState<readonly string[]>([]);
  const prefix = usePrefix({ status, theme });
  const { text } = typed;
  useWindow(frame);
  useEffect((line) => {
    if (question.prefill === undefined) return;
    line.write(question.prefill);
    setTyped(typedIn(line));
  }, []);
  useKeypress((event, line) => {
    const key = keyOf(event);
    if (status === 'done') return;
    if (key.name === 'tab') {
      if (question.complete === undefined) return;
      const completed = question.complete(text);
      if (completed.text !== text) {
        line.clearLine(0);
        line.write(completed.text);
      }
      setOffered(completed.offered);
    } else if (key.name !== 'return') {
      setPressed(false);
      setOffered([]);
    } else if (question.problem(text) === null) {
      const answered = text.trim() === '' ? (question.usual ?? text) : text;
      setTyped({ text: answered, cursor: 0 });
      setStatus('done');
      question.closed();
      done(answered);
      return;
    } else {
      // Enter has emptied the line: put the text back, to be corrected.
      line.write(text);
      setPressed(true);
    }
    setTyped(typedIn(line));
  });
  useOpened(question);
  const head = headOf(question, prefix, status, typed, {
    message: theme.style.message,
    text: theme.style.answer,
  });
  if (status === 'done') {
    frame.close(head.lines);
    return '';
  }
  const wrapped = (said: string, style: (line: string) => string) =>
    wrap(said, frame.columns - 3, { maxLines: maxBelow }).map(style);
  const problem = text === '' && !pressed ? null : question.problem(text);
  const below =
    offered.length > 0
      ? wrapped(offered.join('  '), theme.style.help)
      : problem !== null
        ? wrapped(problem, theme.style.error)
        : wrapped(text === '' ? (question.hint ?? '') : '', theme.style.help);
  frame.draw([...head.lines, ...below], head.cursor);
  return '';
});
