import { Interrupted } from './ask.ts';

/** Asks one question; false if there is nothing to ask. */
export type Step = () => Promise<boolean>;

/**
 * Asks one question after the other; Esc goes back to the question before, and leaves from the first one. Each step is
 * looked up when its turn comes, since an answer may decide on those that follow.
 */
export async function inSteps(stepAt: (index: number) => Step | undefined): Promise<void> {
  const asked: number[] = [];
  for (let index = 0; ; ) {
    const step = stepAt(index);
    if (step === undefined) return;
    try {
      if (await step()) asked.push(index);
      index++;
    } catch (error) {
      const before = asked.pop();
      if (before === undefined || !(error instanceof Interrupted) || error.leaves) throw error;
      index = before;
    }
  }
}
