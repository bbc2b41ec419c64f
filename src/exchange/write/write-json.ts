import type { Json } from '../../inventory/refusal.ts';

export type JsonObject = { readonly [key: string]: Json };

/** The lines of one JSON array, an object a line. */
export function* jsonArray(objects: Iterable<JsonObject>): Generator<string> {
  let before = '[';
  for (const object of objects) {
    yield `${before}\n${JSON.stringify(object)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

/** One JSON object a line. */
export function* jsonLines(objects: Iterable<JsonObject>): Generator<string> {
  for (const object of objects) yield `${JSON.stringify(object)}\n`;
}
