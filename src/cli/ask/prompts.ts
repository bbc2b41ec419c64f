import type { Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { createPrompt, makeTheme, useEffect, useKeypress, usePrefix, useRef, useState } from '@inquirer/core';
import inquirer from 'inquirer';
import { cutTo } from '../../exchange/text/cut.ts';
import { widthOf } from '../../exchange/text/width.ts';
import { wrap } from '../../exchange/text/wrap.ts';
import type { Key } from '../host/keyboard.ts';
import type { Frame } from './frame.ts';
import { behind, questionLines, type Typed } from './line.ts';

/** What every question has. */
interface Question {
  readonly message: string;
  /** Where it is drawn. */
  readonly frame: Frame;
  readonly theme?: object;
  /** Called when it can take keys. */
  opened(): void;
  /** Called when it takes no more of them. */
  closed(): void;
}

/** A question for a text that is checked at each key. */
interface FieldQuestion extends Question {
  /** What the line starts with. */
  readonly prefill?: string;
  /** What an empty line means. */
  readonly usual?: string;
  /** Said below the line as long as nothing is typed. */
  readonly hint?: string;
  /** What Tab makes of the text, and what it could go on with, where that is not one thing. */
  readonly complete?: (text: string) => { readonly text: string; readonly offered: readonly string[] };
  /** What is wrong with the text; null where nothing is. */
  problem(text: string): string | null;
}

/** One line of a list. */
export interface Item {
  readonly value: string;
  readonly name: string;
  /** What stands in grey behind the name. */
  readonly behind?: string;
  /** What stands behind the question once this is chosen. */
  readonly short: string;
}

/** What a list shows for what has been typed. */
export interface Matches {
  readonly items: readonly Item[];
  /** Which item the pointer moves to; the first where it is not said. */
  readonly at?: number;
  /** Said in place of the items, or below them. */
  readonly said?: string;
}

/** What Enter does: chooses an item, or says why it does not, with what is left of the text. */
export type Chosen =
  | { readonly value: string; readonly short: string }
  | { readonly said: string; readonly text: string };

/** A question with a list to choose from, by moving in it or by typing. */
interface ListQuestion extends Question {
  readonly keysHelp: string;
  /** The most lines that it may take. */
  readonly maxLines?: number;
  /** What the line starts with. */
  readonly prefill?: string;
  /** Whether a cursor shows where text is typed before there is any. */
  readonly searches: boolean;
  readonly cursor: string;
  /** What the list starts with: all of it. */
  readonly first: Matches;
  /** Said where items are left out. */
  more(items: number): string;
  matches(text: string): Promise<Matches>;
  /** Keys wait until this has come to its end. */
  pending(look: Promise<void>): void;
  /** What Enter means; `isScanned` where it came together with the text. */
  choose(text: string, item: Item | undefined, isScanned: boolean): Chosen;
  /** The item that a key alone chooses at once. */
  atOnce?(key: Key): Item | undefined;
}

/** The line that inquirer has edited; that it is an interface of Node, with a cursor, its type does not say. */
const typedIn = (line: object): Typed => {
  const { line: text, cursor } = line as Interface;
  return { text, cursor };
};

/** The keys that stand for what is typed by the keyboard of the program. */
const keyOf = (event: unknown): Key => event as Key;

/** The most lines of what is said below a text. */
const maxBelow = 3;

/** Has a question drawn once more whenever the size of the window changes. */
function useWindow(frame: Frame): void {
  const [, setTimes] = useState(0);
  useEffect(() => frame.onResize(() => setTimes((times) => times + 1)), []);
}

/** Says when the question can take keys; called last of all effects, so that its own are there. */
function useOpened({ opened }: Question): void {
  useEffect(() => opened(), []);
}

/** The question with what is typed behind it, as lines of the frame. */
function headOf(
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

/** A line of text with what is wrong with it below, from the first key on; Enter takes it once nothing is. */
const fieldPrompt = createPrompt<string, FieldQuestion>((question, done) => {
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
      // Enter has emptied the line: what was typed is put back, to be corrected.
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

/** The fewest items that a list shows at once, however small the window is. */
const leastItems = 3;

/** A list to choose from: what is typed narrows it down, or moves the pointer in it. */
const listPrompt = createPrompt<string, ListQuestion>((question, done) => {
  const { frame } = question;
  const theme = makeTheme({}, question.theme ?? {});
  const [status, setStatus] = useState<'idle' | 'done'>('idle');
  const [typed, setTyped] = useState<Typed>({ text: '', cursor: 0 });
  const [matches, setMatches] = useState<Matches>(question.first);
  const [active, setActive] = useState(question.first.at ?? 0);
  const [said, setSaid] = useState<string | undefined>(undefined);
  const [short, setShort] = useState('');
  const top = useRef(0);
  const textBurst = useRef(0);
  const prefix = usePrefix({ status, theme });
  const { text } = typed;
  useWindow(frame);

  const look = (wanted: string): Promise<void> =>
    question.matches(wanted).then((found) => {
      setMatches(found);
      setActive(found.at ?? 0);
    });
  const finish = (chosen: { readonly value: string; readonly short: string }) => {
    setShort(chosen.short);
    setStatus('done');
    question.closed();
    done(chosen.value);
  };

  useEffect((line) => {
    if (question.prefill === undefined) return;
    line.write(question.prefill);
    setTyped(typedIn(line));
    question.pending(look(line.line));
  }, []);
  useKeypress((event, line) => {
    const key = keyOf(event);
    if (status === 'done') return;
    const { items } = matches;
    if (key.name === 'return') {
      const chosen = question.choose(text, items[active], text !== '' && textBurst.current === key.burst);
      if ('value' in chosen) return finish(chosen);
      setSaid(chosen.said);
      line.write(chosen.text);
      setTyped(typedIn(line));
      if (chosen.text !== text) question.pending(look(chosen.text));
      return;
    }
    setSaid(undefined);
    const step = steps[key.name ?? ''];
    if (step !== undefined) {
      const page = Math.max(room(frame, question, 1) - 1, 1);
      // Readline has moved in its history, which holds what was not accepted.
      if (line.line !== text) {
        line.clearLine(0);
        line.write(text);
      }
      if (items.length > 0) setActive(moved(active, step, page, items.length));
      return;
    }
    const chosen = text === '' ? question.atOnce?.(key) : undefined;
    if (chosen !== undefined) return finish(chosen);
    setTyped(typedIn(line));
    if (line.line === text) return;
    textBurst.current = key.burst;
    question.pending(look(line.line));
  });
  useOpened(question);

  const isDone = status === 'done';
  const head = headOf(question, prefix, status, isDone ? { text: short, cursor: 0 } : typed, {
    message: theme.style.message,
    text: theme.style.answer,
  });
  if (isDone) {
    frame.close(head.lines);
    return '';
  }
  const { items } = matches;
  const sayings = [matches.said, said].flatMap((one) =>
    one === undefined ? [] : wrap(one, frame.columns - 3),
  );
  const fitting = Math.max(room(frame, question, head.lines.length + sayings.length), leastItems);
  const isWhole = items.length <= fitting;
  const shown = isWhole ? items.length : fitting - 1;
  top.current = Math.max(Math.min(top.current, active, items.length - shown), active - shown + 1, 0);
  const width = frame.columns - 1;
  const list = items.slice(top.current, top.current + shown).map(({ name, behind = '' }, index) => {
    const isActive = top.current + index === active;
    const line = cutTo(`${isActive ? question.cursor : ' '} ${name}`, width);
    const grey = cutTo(behind, Math.max(width - widthOf(line), 0));
    return (isActive ? theme.style.highlight(line) : line) + (grey === '' ? '' : theme.style.help(grey));
  });
  const left = items.length - top.current - shown;
  const lines = [
    ...head.lines,
    ...list,
    ...(isWhole ? [] : [theme.style.help(left > 0 ? `  ${question.more(left)}` : '')]),
    ...sayings.map((line) => theme.style.error(line)),
    ...(hasHelp(frame, question) ? ['', theme.style.help(cutTo(question.keysHelp, width))] : []),
  ];
  frame.draw(lines, question.searches || text !== '' ? head.cursor : undefined);
  return '';
});

interface Step {
  readonly by: -1 | 1;
  readonly unit: 'line' | 'page';
}

/** How far a key moves in a list. */
const steps: { readonly [key: string]: Step } = {
  up: { by: -1, unit: 'line' },
  down: { by: 1, unit: 'line' },
  pageup: { by: -1, unit: 'page' },
  pagedown: { by: 1, unit: 'page' },
};

function moved(active: number, { by, unit }: Step, page: number, count: number): number {
  if (unit === 'line') return (active + by + count) % count;
  return Math.min(Math.max(active + by * page, 0), count - 1);
}

const linesFor = (frame: Frame, { maxLines }: ListQuestion): number =>
  Math.min(frame.rows, maxLines ?? frame.rows);

/** The keys are said where that leaves room for a list. */
const hasHelp = (frame: Frame, question: ListQuestion): boolean => linesFor(frame, question) >= 8;

/** How many lines are left for items beside others. */
const room = (frame: Frame, question: ListQuestion, others: number): number =>
  linesFor(frame, question) - others - (hasHelp(frame, question) ? 2 : 0);

/** Inquirer, with the two questions above: it edits lines, keeps their state and settles them; they draw themselves. */
export function questions(
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): (question: object) => Promise<unknown> {
  // What inquirer would draw: it takes wide characters for narrow ones, and loses its place when the window changes.
  const output = new Writable({ write: (_chunk, _encoding, written) => written() });
  const prompt = inquirer.createPromptModule({ input, output, signal });
  prompt.registerPrompt('field', fieldPrompt as never);
  prompt.registerPrompt('list', listPrompt as never);
  return async (question) => {
    const answers: { readonly answer?: unknown } = await prompt([{ ...question, name: 'answer' } as never]);
    return answers.answer;
  };
}
