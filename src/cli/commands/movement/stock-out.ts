import { defineCommand } from '../../command.ts';
import { reasonOut } from './movement-options.ts';
import { movementArguments, movementOptions, recordMovement } from './stock-movement.ts';
import { words } from './stock-out.words.ts';

export const command = defineCommand({
  words,
  arguments: movementArguments,
  options: { reason: reasonOut, ...movementOptions },
  run: (session, typed) => recordMovement(session, 'stock-out', { ...typed, cost: undefined }),
});
