/** Whether some JSON is a number that something can be counted by: none that is below 0, has a fraction, or is not exact. */
export const isCount = (json: unknown): json is number => Number.isSafeInteger(json) && Number(json) >= 0;

/** Whether a line is JSON at all: what a crash leaves behind is not. */
export const isJson = (line: Buffer): boolean => parseJson(line) !== undefined;

/** The JSON on a line; undefined if it is not valid JSON. */
export function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
