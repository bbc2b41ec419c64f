/** An exact amount in minor units, not below 0: a number as long as that is exact, else a big integer. */
export type Amount = number | bigint;

const exact = (amount: bigint): Amount =>
  amount <= BigInt(Number.MAX_SAFE_INTEGER) && amount >= BigInt(Number.MIN_SAFE_INTEGER)
    ? Number(amount)
    : amount;

export function plus(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return exact(BigInt(a) + BigInt(b));
}

export function minus(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return exact(BigInt(a) - BigInt(b));
}

export function times(amount: Amount, count: number): Amount {
  if (typeof amount === 'number') {
    const product = amount * count;
    if (Number.isSafeInteger(product)) return product;
  }
  return exact(BigInt(amount) * BigInt(count));
}

/** What `some` of `all` pieces have of an amount, rounded half up; all of it if they are all. */
export function share(amount: Amount, some: number, all: number): Amount {
  if (some === all) return amount;
  if (typeof amount === 'number') {
    const product = amount * some;
    // Twice as much and the remainder beside it must be exact, too.
    if (product <= Number.MAX_SAFE_INTEGER / 4 && all <= Number.MAX_SAFE_INTEGER / 4) {
      const remainder = product % all;
      return (product - remainder) / all + (remainder * 2 >= all ? 1 : 0);
    }
  }
  const [product, divisor] = [BigInt(amount) * BigInt(some), BigInt(all)];
  return exact((product * 2n + divisor) / (divisor * 2n));
}
