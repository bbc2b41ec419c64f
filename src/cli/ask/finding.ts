import type { Messages } from '../words/messages.ts';
import type { Candidate, Findable } from './ask.ts';

/** How a search for one of several things speaks of them. */
export interface Finding<C extends Findable> {
  /** One of them as it is listed. */
  readonly shown: (one: C) => string;
  /** The same in short, once it is chosen. */
  readonly chosen: (one: C) => string;
  readonly nothingFound: string;
  readonly noneCalled: (typed: string) => string;
  /** What was typed or scanned, without what only says what kind of thing it is. */
  readonly plain: (typed: string) => string;
}

export const devicesAs = ({ ask }: Messages): Finding<Candidate> => ({
  shown: ask.candidate,
  chosen: ({ code }) => code,
  nothingFound: ask.nothingFound,
  noneCalled: ask.noSuchDevice,
  plain: (typed) => typed,
});

/** Places; a label of one that is scanned begins with `@`. */
export const placesAs = ({ ask }: Messages): Finding<Findable> => ({
  shown: ({ name }) => name,
  chosen: ({ name }) => name,
  nothingFound: ask.noPlaceFound,
  noneCalled: ask.noSuchPlace,
  plain: (typed) => typed.trimStart().replace(/^@/, ''),
});
