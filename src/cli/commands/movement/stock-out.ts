import { defineCommand } from '../../command.ts';
import { flag } from '../../options.ts';
import { reasonOut } from './movement-options.ts';
import { movementArguments, movementOptions, recordMovement } from './stock-movement.ts';
import { words } from './stock-out.words.ts';

export const command = defineCommand({
  words,
  arguments: movementArguments,
  options: {
    reason: reasonOut,
    toDeliver: flag('--to-deliver', {
      en: 'sold now; the goods wait for the van',
      zh: '已售，货待送',
    }),
    ...movementOptions,
  },
  run: (session, typed) => recordMovement(session, 'stock-out', { ...typed, cost: undefined }),
});
