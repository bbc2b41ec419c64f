/** The topics of help beside the commands, in the order in which they are listed. */
export const topicNames = ['values', 'places', 'import', 'exit-codes', 'json'] as const;
export type TopicName = (typeof topicNames)[number];

export const isTopic = (word: string): word is TopicName => topicNames.some((name) => name === word);
