export type Language = 'en' | 'zh';

/** `zh*` is Chinese, anything else English. */
const languageOf = (locale: string): Language => (/^zh/i.test(locale.trim()) ? 'zh' : 'en');

/** The language: as typed, `$STOCKBOOK_LANG`, else the locale (the contract, "Options every command takes"). */
export function chooseLanguage(
  typed: string | undefined,
  env: { readonly [name: string]: string | undefined },
): Language {
  return languageOf(
    typed || env['STOCKBOOK_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '',
  );
}
