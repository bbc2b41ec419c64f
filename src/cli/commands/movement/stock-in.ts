import { defineCommand } from '../../command.ts';
import { cost, reasonIn } from './movement-options.ts';
import { words } from './stock-in.words.ts';
import { movementArguments, movementOptions, recordMovement } from './stock-movement.ts';

export const command = defineCommand({
  words,
  arguments: movementArguments,
  options: { cost, reason: reasonIn, ...movementOptions },
  run: (session, typed) => recordMovement(session, 'stock-in', typed),
});
