import { parseNote, parseReference } from '../../../inventory/values/text.ts';
import type { CommandDefinition } from '../../command.ts';
import { orRefuse } from '../../context.ts';
import { scanDirections } from '../../menu/scan-line.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { guardingOf, guardOptions } from './check-for-slips.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[what]', help: 'scan-direction' }],
  options: [
    { flags: '--ref <reference>', help: 'ref' },
    { flags: '--note <text>', help: 'note' },
    ...guardOptions,
  ],
  async run(context, [what], options) {
    const { ask } = context.messages;
    const direction = await chosenWord(context, what, {
      command: 'scan',
      field: 'what',
      label: ask.scanWhat,
      choices: scanDirections,
    });
    const { ref, note } = options;
    const { ScanSession } = await import('../../menu/scanning.ts');
    const session = new ScanSession(context, {
      direction,
      guarding: guardingOf(context, options),
      strict: options['strict'] === true,
      ...(typeof ref === 'string' ? { ref: orRefuse('ref', parseReference(ref)) } : {}),
      ...(typeof note === 'string' ? { note: orRefuse('note', parseNote(note)) } : {}),
    });
    return session.run();
  },
};
