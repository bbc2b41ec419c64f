/** A number with what it counts: `1 row`, `2 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** A change with its sign: `+3`, `-2`. */
export const signed = (change: number): string => (change > 0 ? `+${change}` : String(change));
