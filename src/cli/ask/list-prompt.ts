import { createPrompt, makeTheme, useEffect, useKeypress, usePrefix, useRef, useState } from '@inquirer/core';
import { cutTo } from '../../exchange/text/cut.ts';
import { widthOf } from '../../exchange/text/width.ts';
import { wrap } from '../../exchange/text/wrap.ts';
import type { Key } from '../host/keyboard.ts';
import type { Frame } from './frame.ts';
import type { Typed } from './line.ts';
import { headOf, keyOf, type Question, typedIn, useOpened, useWindow } from './question.ts';

/** One line of a list. */
export interface Item {
  readonly value: string;
  readonly name: string;
  /** Shown in grey behind the name. */
  readonly behind?: string;
  /** Shown behind the question once this is chosen. */
  readonly short: string;
}

/** What a list shows for the typed text. */
export interface Matches {
  readonly items: readonly Item[];
  /** The item that the pointer moves to (default: the first). */
  readonly at?: number;
  /** Shown in place of the items, or below them. */
  readonly said?: string;
}

/** The effect of Enter: an item is chosen, or the reason why none is, and the text that stays on the line. */
export type Chosen =
  | { readonly value: string; readonly short: string }
  | { readonly said: string; readonly text: string };

/** A question with a list, in which a person moves or types to choose. */
interface ListQuestion extends Question {
  readonly keysHelp: string;
  /** The most lines it may take. */
  readonly maxLines?: number;
  /** The text to start with. */
  readonly prefill?: string;
  /** Whether the cursor is shown before anything is typed. */
  readonly searches: boolean;
  readonly cursor: string;
  /** The list before anything is typed. */
  readonly first: Matches;
  /** Says how many items are not shown. */
  more(items: number): string;
  matches(text: string): Promise<Matches>;
  /** Has keys wait until this is done. */
  pending(look: Promise<void>): void;
  /** Decides what Enter does; `isScanned` says that it came at once with the text. */
  choose(text: string, item: Item | undefined, isScanned: boolean): Chosen;
  /** Returns the item that this key chooses without Enter. */
  atOnce?(key: Key): Item | undefined;
}

/** The fewest items a list shows, however small the window is. */
const leastItems = 3;

/** A list to choose from: typing narrows it down, or moves the pointer. */
export const listPrompt = createPrompt<string, ListQuestion>((question, done) => {
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
      // Readline has moved in its history, which contains refused texts.
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

/** Whether there is room to name the keys. */
const hasHelp = (frame: Frame, question: ListQuestion): boolean => linesFor(frame, question) >= 8;

/** The lines left for items beside `others`. */
const room = (frame: Frame, question: ListQuestion, others: number): number =>
  linesFor(frame, question) - others - (hasHelp(frame, question) ? 2 : 0);
