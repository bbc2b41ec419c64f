import { Interrupted } from './ask.ts';

/** Asks one question; false if there is nothing to ask. */
export type Step = () => Promise<boolean>;

/**
 * Asks questions one after the other. Esc goes back to the previous one, and leaves at the first. Each step is looked up when
 * its turn comes, since earlier answers may change what follows.
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
