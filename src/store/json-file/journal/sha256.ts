/** The first 32 bits of the fractional parts of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const initial = fractions(8, Math.sqrt);
/** The same of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const constants = fractions(64, Math.cbrt);

const blockBytes = 64;

/** The SHA-256 of some bytes after one another, in hexadecimal (FIPS 180-4); for inputs of a few kilobytes. */
export function sha256(parts: readonly Uint8Array[]): string {
  const bytes = padded(parts);
  const view = new DataView(bytes.buffer);
  const hash = Int32Array.from(initial);
  const schedule = new Int32Array(64);
  for (let block = 0; block < bytes.length; block += blockBytes) {
    for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(block + t * 4);
    compress(hash, schedule);
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The message, a bit, zeros, and its length in bits, in whole blocks (FIPS 180-4, 5.1.1). */
function padded(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(Math.ceil((length + 9) / blockBytes) * blockBytes);
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.length;
  }
  bytes[length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, BigInt(length) * 8n);
  return bytes;
}

/** Takes one block into the hash (FIPS 180-4, 6.2.2); its first 16 words stand in the schedule. */
function compress(hash: Int32Array, schedule: Int32Array): void {
  for (let t = 16; t < 64; t++) {
    const before15 = at(schedule, t - 15);
    const before2 = at(schedule, t - 2);
    const small0 = rotated(before15, 7) ^ rotated(before15, 18) ^ (before15 >>> 3);
    const small1 = rotated(before2, 17) ^ rotated(before2, 19) ^ (before2 >>> 10);
    schedule[t] = small1 + at(schedule, t - 7) + small0 + at(schedule, t - 16);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let t = 0; t < 64; t++) {
    const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + at(constants, t) + at(schedule, t)) | 0;
    const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    hash[index] = at(hash, index) + word;
  });
}

const rotated = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
const at = (words: Int32Array, index: number): number => words[index] ?? 0;

function fractions(count: number, root: (prime: number) => number): Int32Array {
  const found = new Int32Array(count);
  for (let candidate = 2, primes = 0; primes < count; candidate++) {
    if (!isPrime(candidate)) continue;
    found[primes++] = Math.floor((root(candidate) % 1) * 2 ** 32);
  }
  return found;
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++)
    if (candidate % divisor === 0) return false;
  return true;
}
