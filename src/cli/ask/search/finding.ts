import type { Messages } from '../../words/messages.ts';
import type { Candidate, Findable } from '../ask.ts';

/** What a search for a device or a place says. */
export interface Finding<C extends Findable> {
  /** One of them as it is listed. */
  readonly shown: (one: C) => string;
  /** The same in short, once it is chosen. */
  readonly chosen: (one: C) => string;
  readonly nothingFound: string;
  readonly noneCalled: (typed: string) => string;
  /** Removes from typed or scanned text what only marks its kind. */
  readonly plain: (typed: string) => string;
}

export const devicesAs = ({ ask }: Messages): Finding<Candidate> => ({
  shown: ask.candidate,
  chosen: ({ code }) => code,
  nothingFound: ask.nothingFound,
  noneCalled: ask.noSuchDevice,
  plain: (typed) => typed,
});

/** The label of a place, when scanned, begins with `@`. */
export const placesAs = ({ ask }: Messages): Finding<Findable> => ({
  shown: ({ name }) => name,
  chosen: ({ name }) => name,
  nothingFound: ask.noPlaceFound,
  noneCalled: ask.noSuchPlace,
  plain: (typed) => typed.trimStart().replace(/^@/, ''),
});
