import type { Messages } from './words/messages.ts';

/** A word as a POSIX shell reads it back: quoted only where it must be. */
export const shellWord = (text: string): string =>
  /^[\p{L}\p{N}_@%+:,./-][\p{L}\p{N}_@%+=:,./~-]*$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The messages with commands that can be pasted: on the store that was typed, where one was. */
export const onStore = (messages: Messages, store: string | undefined): Messages =>
  store === undefined
    ? messages
    : { ...messages, command: (words) => `${messages.command(words)} --store ${shellWord(store)}` };
