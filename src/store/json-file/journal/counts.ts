/** Whether some JSON is a number that something can be counted by: none that is below 0, has a fraction, or is not exact. */
export const isCount = (json: unknown): json is number => Number.isSafeInteger(json) && Number(json) >= 0;
