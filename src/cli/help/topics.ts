import type { Language } from '../language.ts';
import type { Block } from './block.ts';
import type { HelpTexts } from './texts.ts';
import { type TopicName, topicNames } from './topic-names.ts';

/** What a topic is made with. */
export interface InLanguage {
  readonly language: Language;
  readonly texts: HelpTexts;
}

/** Makes a topic out of what the code itself uses. */
export type Topic = (words: InLanguage) => Promise<readonly Block[]>;

/** Each topic's module is loaded only when it is asked for. */
const loaders: { readonly [name in TopicName]: () => Promise<{ readonly topic: Topic }> } = {
  values: () => import('./values.ts'),
  places: () => import('./places.ts'),
  import: () => import('./import.ts'),
  'exit-codes': () => import('./exit-codes.ts'),
  json: () => import('./json.ts'),
};

/** A topic in a language. */
export async function topicBlocks(name: TopicName, words: InLanguage): Promise<readonly Block[]> {
  const { topic } = await loaders[name]();
  return topic(words);
}

/** A topic as a terminal shows it. */
export async function topicText(name: TopicName, language: Language): Promise<string> {
  const { blocksText } = await import('./block.ts');
  return blocksText(await topicBlocks(name, { language, texts: await loadHelpTexts(language) }));
}

/** The list of topics that the general help ends with. */
export async function topicList(language: Language): Promise<string> {
  const { heading, summaries, more } = await loadHelpTexts(language);
  const width = Math.max(...topicNames.map((name) => name.length));
  const lines = topicNames.map((name) => `  ${name.padEnd(width)}  ${summaries[name]}`);
  return `${heading}\n${lines.join('\n')}\n\n${more}`;
}

/** The texts of the topics, which no other command loads. */
export async function loadHelpTexts(language: Language): Promise<HelpTexts> {
  return language === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en;
}
