import { expect, it } from 'vitest';
import { seed, tally, times } from './length.ts';
import { Random } from './random.ts';
import { type Draw, randomHistory } from './random-history.ts';
import { disagreement } from './valued-alike.ts';

const histories = times(300, 100_000);

it(`values ${histories} random histories as a slow model does that plays all of it again after each entry, and every period ties`, () => {
  let values = 0;
  for (let index = 0; index < histories; index++) {
    const random = new Random(seed * 1_000_003 + index);
    const draw: Draw = (below) => random.below(below);
    const entries = randomHistory(draw, 4 + draw(24));
    values += entries.length;
    expect({ history: index, wrong: disagreement(entries, draw) }).toEqual({ history: index, wrong: null });
  }
  tally({ 'histories valued': histories, 'values compared with a slow model': values });
}, 7_200_000);
