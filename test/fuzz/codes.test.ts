import { describe, expect, it } from 'vitest';
import { codeKey, maxCodeCharacters, parseCode } from '../../src/inventory/values/code.ts';
import { Campaign, patience } from './campaign.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('codes');

/** Whatever is typed: no code, or one that is safe to print and to find again. */
function check(text: string): void {
  const code = parseCode(text);
  if (!code.ok) return;
  expect(parseCode(code.value)).toEqual(code);
  expect([...code.value].length).toBeLessThanOrEqual(maxCodeCharacters);
  expect(code.value).not.toMatch(/[\p{C}\p{Z}]/u);
  for (const same of [code.value.toUpperCase(), code.value.toLowerCase()])
    expect(codeKey(same)).toBe(codeKey(code.value));
}

describe('any text', () => {
  it('is a code that is found under any case, or is refused', patience, async () => {
    await campaign.holdsForEach(nastyTexts, check);
    await campaign.holds(1500, anyText, check);
    await campaign.holds(
      1500,
      textOf('TV', '-', '0001', '/', '长虹', 'ก็', 'ß', 'ﬁ', 'Ⅷ', 'Σ', ' ', '+'),
      check,
    );
  });
});
