import { asTyped, flag, negation, type Option, option } from './options.ts';

/** The typed values of the options that every command takes. */
export interface GlobalOptions {
  readonly store?: string;
  readonly by?: string;
  readonly lang?: string;
  readonly json?: boolean;
  readonly wait?: string;
  readonly input: boolean;
  readonly yes?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/** The options that every command takes (the contract); the session reads their values when it needs them. */
export const globalOptions: readonly Option<unknown>[] = [
  option(
    '--store <where>',
    {
      en: 'the JSON file, the folder that holds it, or a postgres:// URL ($STOCKBOOK_STORE)',
      zh: '台账的 JSON 文件、其所在文件夹，或 postgres:// 网址（$STOCKBOOK_STORE）',
    },
    asTyped,
    'files',
  ),
  option(
    '--by <name>',
    {
      en: 'the operator written into each entry ($STOCKBOOK_BY)',
      zh: '记入每笔流水的操作员（$STOCKBOOK_BY）',
    },
    asTyped,
    'operators',
  ),
  option(
    '--lang <language>',
    { en: 'en or zh ($STOCKBOOK_LANG)', zh: 'en 英文或 zh 中文（$STOCKBOOK_LANG）' },
    asTyped,
    ['en', 'zh'],
  ),
  flag('--json', { en: 'JSON output', zh: '输出 JSON' }),
  option(
    '--wait <seconds>',
    { en: 'seconds to wait for another process (default 10)', zh: '等待其他进程的秒数（默认 10）' },
    asTyped,
  ),
  negation('--no-input', { en: 'never ask', zh: '不提问' }),
  flag('--yes', { en: 'answer yes to confirmations', zh: '确认时一律答“是”' }),
  negation('--no-color', { en: 'no colour (NO_COLOR)', zh: '不用颜色（NO_COLOR）' }),
  flag('-q, --quiet', { en: 'no notices', zh: '不显示提示' }),
];

/** These two are answered before a command runs. */
export const helpOption = flag('-h, --help', { en: 'this help', zh: '显示帮助' });
export const versionOption = flag('-V, --version', { en: 'the version', zh: '显示版本' });
