import { words } from './count-thaw.words.ts';
import { freezingCommand } from './freezing.ts';

export const command = freezingCommand('thaw', words);
