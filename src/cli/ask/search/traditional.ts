import pairs from 'opencc-js/dict/TSCharacters';

/** The simplified character of each traditional one. */
export const simplifiedCharacters: ReadonlyMap<string, string> = new Map(
  pairs.split('|').map((pair) => {
    const [traditional = '', simplified = ''] = pair.split(' ');
    return [traditional, simplified];
  }),
);

/** Converts a text to simplified characters. */
export const simplified = (text: string): string =>
  Array.from(text, (character) => simplifiedCharacters.get(character) ?? character).join('');
