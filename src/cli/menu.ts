import { Refusal } from '../inventory/refusal.ts';
import { Interrupted } from './ask.ts';
import { type CommandName, commandNames } from './commands/names.ts';
import type { Context } from './context.ts';
import { describeRefusal } from './errors.ts';

/** What the menu cannot do: it needs more than answers, or the store that it runs on. */
const notInMenu: readonly CommandName[] = ['init', 'completion'];
const leave = 'leave';

/** The menu of everything: asks what to do, does it, and comes back, until the person leaves. */
export async function menu(context: Context, run: (name: CommandName) => Promise<number>): Promise<number> {
  const { messages } = context;
  const choices = [
    ...commandNames
      .filter((name) => !notInMenu.includes(name))
      .map((name) => ({ value: name, name: `${name}  ${messages.commands[name].summary}` })),
    { value: leave, name: messages.ask.leave },
  ] as const;
  const ask = await context.ask();
  await context.store();
  for (;;) {
    const choice = await ask.choice<CommandName | typeof leave>(messages.ask.menu, choices);
    if (choice === leave) return 0;
    try {
      await run(choice);
    } catch (error) {
      // A question broken off, or a refusal: back to the menu.
      if (error instanceof Refusal) context.complain(messages.error(describeRefusal(error, messages)));
      else if (!(error instanceof Interrupted)) throw error;
    }
  }
}
