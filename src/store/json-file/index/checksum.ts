/** FNV-1a of 32 bits; a checksum also mixes high bits into low ones, or changes of two high bits could cancel each other. */
const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;

/** Bytes are held against their checksums in blocks of this length. */
export const checkedBlock = 4096;
const checkedWords = checkedBlock / 4;

/** A checksum that detects a block that the disk changed or never wrote. */
export function checksumOf(block: Uint8Array): number {
  const words = wordsOf(block);
  return checksumOfWords(words, 0, words.length);
}

/** The checksums of each block of some bytes. */
export function checksumsOf(bytes: Uint8Array): Uint32Array {
  const checks = new Uint32Array(Math.ceil(bytes.length / checkedBlock));
  const whole = bytes.length - (bytes.length % checkedBlock);
  const words = wordsOf(bytes.subarray(0, whole));
  for (let from = 0; from < words.length; from += checkedWords)
    checks[from / checkedWords] = checksumOfWords(words, from, from + checkedWords);
  if (whole < bytes.length) checks[checks.length - 1] = checksumOf(bytes.subarray(whole));
  return checks;
}

/** Each fourth word goes into a hash of its own: a processor makes four side by side in the time of one. */
function checksumOfWords(words: Uint32Array, from: number, to: number): number {
  let [first, second, third, fourth] = [offsetBasis, offsetBasis, offsetBasis, offsetBasis];
  const whole = to - ((to - from) % 4);
  for (let index = from; index < whole; index += 4) {
    first = Math.imul(first ^ (words[index] ?? 0), prime);
    second = Math.imul(second ^ (words[index + 1] ?? 0), prime);
    third = Math.imul(third ^ (words[index + 2] ?? 0), prime);
    fourth = Math.imul(fourth ^ (words[index + 3] ?? 0), prime);
    first ^= first >>> 15;
    second ^= second >>> 15;
    third ^= third >>> 15;
    fourth ^= fourth >>> 15;
  }
  for (let index = whole; index < to; index++) first = mixed(first, words[index] ?? 0);
  return mixed(mixed(mixed(first, second), third), fourth) >>> 0;
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, prime);
  return product ^ (product >>> 15);
}

/** A text as a number, to be looked for by it. */
export function hashOf(text: string): number {
  let hash = offsetBasis;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), prime);
  return hash >>> 0;
}

/** Some bytes as words of 32 bits; the last one is filled with zeros. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const words = Math.ceil(bytes.length / 4);
  if (bytes.byteOffset % 4 === 0 && bytes.length % 4 === 0)
    return new Uint32Array(bytes.buffer, bytes.byteOffset, words);
  const aligned = new Uint8Array(words * 4);
  aligned.set(bytes);
  return new Uint32Array(aligned.buffer);
}
