/** An example of a command: the line typed, and its purpose. */
export interface Example {
  readonly typed: string;
  readonly does: string;
}

/** Help on a command. */
export interface CommandHelp {
  readonly summary: string;
  readonly examples: readonly Example[];
}

/** What a command says, in both languages: its help, and messages of its own. */
export interface CommandWords<Messages = unknown> {
  readonly en: CommandHelp & Messages;
  readonly zh: CommandHelp & Messages;
}
