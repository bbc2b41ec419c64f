import { expect, it } from 'vitest';
import { shop, television } from './plain-shop.ts';

it.each<[string, number, (made: ReturnType<typeof shop>) => unknown]>([
  ['a movement', 2, (made) => made.move({ device: 'T', change: -1 })],
  ['a movement with a key', 3, (made) => made.move({ device: 'T', change: -1, key: 'k', expect: 10 })],
  ['a movement of a name', 3, (made) => made.move({ device: 'Set', change: -1 })],
  ['an added device', 2, (made) => made.add('tv', { ...television, code: 'N', quantity: '1' })],
  ['an added device without a code', 3, (made) => made.add('tv', television)],
])('%s asks a store far away %i times at most', (_, most, act) => {
  const made = shop();
  act(made);
  expect(made.trips).toBeLessThanOrEqual(most);
});
