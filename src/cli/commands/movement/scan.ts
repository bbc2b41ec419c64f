import { defineCommand } from '../../command.ts';
import { scanDirections } from '../../menu/scan-line.ts';
import { choiceArgument } from '../../options.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { note, ref } from './movement-options.ts';
import { words } from './scan.words.ts';
import { guardOptions, watchOf } from './slips.ts';

export const command = defineCommand({
  words,
  arguments: {
    what: choiceArgument(
      '[what]',
      { en: 'in, out or count-up', zh: 'in 入库、out 出库或 count-up 点数' },
      scanDirections,
    ),
  },
  options: { ref, note, ...guardOptions },
  async run(session, typed) {
    const direction = await chosenWord(session, typed.what, {
      command: 'scan',
      label: words[session.language].question,
      choices: scanDirections,
    });
    const { ref, note } = typed;
    const { ScanSession } = await import('../../menu/scanning.ts');
    return new ScanSession(session, { direction, watch: watchOf(session, typed, false), ref, note }).run();
  },
});
