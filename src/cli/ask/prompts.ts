import { Writable } from 'node:stream';
import inquirer from 'inquirer';
import { fieldPrompt } from './field-prompt.ts';
import { listPrompt } from './list-prompt.ts';

/** Returns inquirer with our two questions: it edits lines and keeps state; the questions draw themselves. */
export function questions(
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): (question: object) => Promise<unknown> {
  // Inquirer's own drawing is dropped: it takes wide characters for narrow ones, and loses its place after a resize.
  const output = new Writable({ write: (_chunk, _encoding, written) => written() });
  const prompt = inquirer.createPromptModule({ input, output, signal });
  prompt.registerPrompt('field', fieldPrompt as never);
  prompt.registerPrompt('list', listPrompt as never);
  return async (question) => {
    const answers: { readonly answer?: unknown } = await prompt([{ ...question, name: 'answer' } as never]);
    return answers.answer;
  };
}
