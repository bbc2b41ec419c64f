import {
  createPrompt,
  isEnterKey,
  makeTheme,
  useEffect,
  useKeypress,
  usePrefix,
  useState,
} from '@inquirer/core';
import inquirer from 'inquirer';

/** A question for a text that is checked at each key. */
interface FieldQuestion {
  readonly message: string;
  /** What the line starts with. */
  readonly prefill?: string;
  /** Said below the line as long as nothing is typed. */
  readonly hint?: string;
  readonly theme?: object;
  /** What is wrong with the text; null where nothing is. */
  problem(text: string): string | null;
}

/** A line of text with what is wrong with it below, from the first key on; Enter takes it once nothing is. */
const fieldPrompt = createPrompt<string, FieldQuestion>((question, done) => {
  const theme = makeTheme({}, question.theme ?? {});
  const [status, setStatus] = useState<'idle' | 'done'>('idle');
  const [value, setValue] = useState('');
  const [pressed, setPressed] = useState(false);
  const prefix = usePrefix({ status, theme });
  useEffect((line) => {
    if (question.prefill === undefined) return;
    line.write(question.prefill);
    setValue(question.prefill);
  }, []);
  useKeypress((key, line) => {
    if (status === 'done') return;
    if (!isEnterKey(key)) {
      setPressed(false);
      setValue(line.line);
    } else if (question.problem(value) === null) {
      setStatus('done');
      done(value);
    } else {
      // Enter has emptied the line: what was typed is put back, to be mended.
      line.write(value);
      setPressed(true);
    }
  });
  const problem = value === '' && !pressed ? null : question.problem(value);
  const answer = status === 'done' ? theme.style.answer(value) : value;
  const below =
    status === 'done'
      ? ''
      : problem !== null
        ? theme.style.error(problem)
        : value === ''
          ? theme.style.help(question.hint ?? '')
          : '';
  return [[prefix, theme.style.message(question.message, status), answer].filter(Boolean).join(' '), below];
});

/** inquirer's questions, and the one above as `field`, drawn on a terminal until the signal breaks them off. */
export function questions(terminal: {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}): (question: object) => Promise<unknown> {
  const prompt = inquirer.createPromptModule(terminal);
  prompt.registerPrompt('field', fieldPrompt as never);
  return async (question) => {
    const answers: { readonly answer?: unknown } = await prompt([{ ...question, name: 'answer' } as never]);
    return answers.answer;
  };
}
