import { defineCommand } from '../../command.ts';
import { scanDirections } from '../../menu/scan-line.ts';
import { choiceArgument } from '../../options.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { guardingOf, guardOptions } from './check-for-slips.ts';
import { note, ref } from './movement-options.ts';
import { words } from './scan.words.ts';

export const command = defineCommand({
  words,
  arguments: {
    what: choiceArgument(
      '[what]',
      { en: 'in, out or count-up', zh: 'in 入库、out 出库 或 count-up 点数' },
      scanDirections,
    ),
  },
  options: { ref, note, ...guardOptions },
  async run(context, typed) {
    const direction = await chosenWord(context, typed.what, {
      command: 'scan',
      label: words[context.language].question,
      choices: scanDirections,
    });
    const { ref, note, strict } = typed;
    const { ScanSession } = await import('../../menu/scanning.ts');
    const guarding = guardingOf(context, typed);
    return new ScanSession(context, { direction, guarding, strict, ref, note }).run();
  },
});
