import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/cli/errors.ts';
import { withoutCommands } from '../../src/cli/menu/commands-left-out.ts';
import { onStore } from '../../src/cli/pasted.ts';
import { en } from '../../src/cli/words/en.ts';
import type { Messages } from '../../src/cli/words/messages.ts';
import { zh } from '../../src/cli/words/zh.ts';
import type { Problem } from '../../src/problems.ts';

/** The same messages, with commands on a store whose path looks like a sentence of its own. */
const inMenu = (messages: Messages): Messages => withoutCommands(onStore(messages, '/a；b/要 --x, or y'));

const cases: readonly (readonly [problem: Problem, en: string, zh: string])[] = [
  [
    { key: 'store-busy', params: { path: '/data', seconds: 10 } },
    'another process has held /data for more than 10 s; try again',
    '其他进程占用 /data 已超过 10 秒，请稍后再试',
  ],
  [
    { key: 'device-exists', params: { code: 'TV-1', name: '长虹' } },
    'the code TV-1 already belongs to 长虹; choose another',
    '入库编号 TV-1 已被 长虹 使用，请换一个编号',
  ],
  [
    { key: 'already-imported', params: { entry: 5 } },
    'these rows were already imported as entry #5',
    '这些内容已导入过（流水 #5）',
  ],
  [
    { key: 'file-exists', params: { path: 'a.csv' } },
    'a.csv exists already; name another file',
    'a.csv 已存在；请指定其他文件',
  ],
  [
    { key: 'file-encoding-undetected', params: { name: 'a.csv' } },
    'the encoding of a.csv is unclear; save the file as UTF-8',
    '无法判断 a.csv 的编码，请另存为 UTF-8',
  ],
  [
    { key: 'no-such-place', params: { value: 'shop', nearest: ['shop-1'] } },
    'there is no place “shop”; did you mean shop-1?',
    '没有地点“shop”，是否想输入 shop-1？',
  ],
  [{ key: 'correct-undo', params: { entry: 5, undoes: 3 } }, 'entry #5 undoes #3', '流水 #5 是对 #3 的撤销'],
  [
    { key: 'entry-settled', params: { entry: 5, of: 5, queue: 'transit', entries: [8] } },
    '#5 was settled, in whole or in part, by #8',
    '#5 已由 #8 全部或部分办理',
  ],
  [
    { key: 'server-too-old', params: { where: 'db', version: 12, oldest: 14 } },
    'db is PostgreSQL 12; stockbook needs 14 or later',
    'db 是 PostgreSQL 12；stockbook 需要 14 或更高版本',
  ],
  [
    { key: 'server-unknown', params: { where: 'db', reason: 'EPIPE' } },
    'the connection to db was lost while the entry was written (EPIPE), and nobody could say in time whether it was kept',
    '写入流水时与 db 的连接中断（EPIPE），在等待时限内无法确认该笔流水是否保存',
  ],
  [
    { key: 'internal', params: { reason: 'oops' } },
    'stockbook has a bug: oops; set STOCKBOOK_DEBUG=1 to see where',
    'stockbook 出现程序错误：oops；设 STOCKBOOK_DEBUG=1 可查看位置',
  ],
];

describe('what a menu says is wrong', () => {
  it.each(cases)('is whole without what would be typed in a shell: $key', (problem, inEnglish, inChinese) => {
    expect(describeProblem(problem, inMenu(en))).toBe(inEnglish);
    expect(describeProblem(problem, inMenu(zh))).toBe(inChinese);
  });
});

describe('what a menu notes', () => {
  it.each([
    ['note: read as gbk; if that is wrong, name the encoding with --encoding', 'note: read as gbk'],
    ['提示：按 gbk 编码读取；如不正确，请用 --encoding 指定', '提示：按 gbk 编码读取'],
    ['……还有 7 处，用 --json 可全部列出', '……还有 7 处'],
    ['#5 sent 2; when it arrives: stockbook receive 5', '#5 sent 2'],
    ['#5 out -1  TV-1 A device; or, two: 3 on hand', '#5 out -1  TV-1 A device; or, two: 3 on hand'],
    ['#5 out -1  TV-1 LCD --sale: 3 on hand', '#5 out -1  TV-1 LCD --sale: 3 on hand'],
  ])('is without it, too: %s', (line, shown) => {
    expect(inMenu(en).shown(line)).toBe(shown);
    expect(en.shown(line)).toBe(line);
  });
});
