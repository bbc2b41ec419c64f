import { placeKinds, queues } from '../../inventory/book/place-kinds.ts';
import { maxNames, maxPlaceNameCharacters } from '../../inventory/book/places.ts';
import type { Topic } from './topics.ts';

/** Where stock lies, and how it goes from there to elsewhere. */
export const topic: Topic = async ({ language, texts }) => {
  const { model, names, kinds, queues: ofQueues, where, queueRule, scanning, examples } = texts.places;
  const named = (value: string, label: string) => (language === 'zh' ? label : value);
  return [
    { heading: texts.summaries.places },
    { paragraph: model },
    { paragraph: names(String(maxNames), String(maxPlaceNameCharacters)) },
    { rows: placeKinds.map(({ value, term }) => [named(value, term.zh), kinds[value]]) },
    { paragraph: where },
    { paragraph: queueRule },
    {
      rows: queues.map(({ value, term, steps }) => [
        named(value, term.zh),
        steps.join(', '),
        ofQueues[value],
      ]),
    },
    { paragraph: scanning },
    { example: examples.flatMap(([typed, does]) => [`# ${does}`, typed]) },
  ];
};
