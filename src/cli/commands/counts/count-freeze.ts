import { words } from './count-freeze.words.ts';
import { freezingCommand } from './freezing.ts';

export const command = freezingCommand('freeze', words);
