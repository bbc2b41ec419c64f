import pairs from 'opencc-js/dict/TSCharacters';

/** Every traditional character, with the simplified one. */
export const simplifiedCharacters: ReadonlyMap<string, string> = new Map(
  pairs.split('|').map((pair) => {
    const [traditional = '', simplified = ''] = pair.split(' ');
    return [traditional, simplified];
  }),
);

/** A text in simplified characters. */
export const simplified = (text: string): string =>
  Array.from(text, (character) => simplifiedCharacters.get(character) ?? character).join('');
