import { allReasons, type Tallied } from '../../inventory/book/change.ts';
import { termOf } from '../../inventory/devices/attribute.ts';
import { lineStates } from '../../inventory/look/counts.ts';
import { type CountStep, rowTypes } from '../../inventory/look/history.ts';
import type { LineNotReady, MovedSince, ProblemKey, ProblemParams } from '../../problems.ts';
import type { Language } from '../language.ts';

import type { Command } from './messages.ts';
import { placeNamed, zhWithin } from './places.ts';

type CountProblem =
  | Extract<ProblemKey, `count-${string}` | `tally-${string}` | `post-${string}`>
  | 'recount-by-counter'
  | 'when-counted'
  | 'already-counted'
  | 'line-posted'
  | 'frozen'
  | 'counting'
  | 'counting-place'
  | 'counting-device'
  | 'draw-kept'
  | 'counted-since'
  | 'rate-without-place'
  | 'not-in-count'
  | 'not-place-of-count'
  | 'not-moved-since'
  | 'not-counted-in'
  | 'not-counted-yet'
  | 'correct-count'
  | 'no-such-count'
  | 'which-place';

/** What is wrong with counts. */
type CountWords = {
  readonly [K in CountProblem]: (params: ProblemParams[K], command: Command) => string;
};

const numbers = (entries: readonly number[], between: string): string =>
  entries.map((n) => `#${n}`).join(between);

/** As many lines as one reads at once. */
const mostNamed = 10;

const two = (part: number): string => String(part).padStart(2, '0');
const clock = (at: string): string => {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
};

/** Movements since a count was opened: `#51 stock-out -2 (sale, 10:20)`. */
function movedIn(moved: readonly MovedSince[], language: Language): string {
  const [open, comma, close] = language === 'zh' ? ['（', '，', '）'] : [' (', ', ', ')'];
  return moved
    .map(({ entry, type, reason, change, at }) => {
      const why = reason === null ? [] : [termOf(allReasons, reason, language)];
      const signed = change > 0 ? `+${change}` : String(change);
      const what = termOf(rowTypes, type, language);
      return `#${entry} ${what} ${signed}${open}${[...why, clock(at)].join(comma)}${close}`;
    })
    .join(language === 'zh' ? '、' : ', ');
}

function linesIn(lines: readonly LineNotReady[], language: Language): string {
  const named = lines
    .slice(0, mostNamed)
    .map(({ place, code, state }) =>
      language === 'zh'
        ? `${zhWithin(place).trimStart()}的 ${code}（${termOf(lineStates, state, language)}）`
        : `${code} at ${place} (${termOf(lineStates, state, language)})`,
    );
  const more = lines.length - named.length;
  if (language === 'zh') return named.join('、') + (more > 0 ? ` 等 ${lines.length} 行` : '');
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const zh = (path: string): string => placeNamed(path, 'zh');

export const countProblems: { readonly [language in Language]: () => CountWords } = {
  en: () => ({
    'no-such-count': ({ value }, command) => `there is no count ${value}; see: ${command('pending')}`,
    'count-closed': ({ count, by, as }, command) =>
      as === 'posted'
        ? `count #${count} was posted by #${by}; open another one, or take that back: ${command(`undo ${by}`)}`
        : `count #${count} was cancelled by #${by}; open another one, or take that back: ${command(`undo ${by}`)}`,
    'which-place': ({ count, places }) =>
      `#${count} has several places: ${places.join(', ')}; say which with --place`,
    'rate-without-place': ({ value }) => `the rate “${value}” is of no place; type one such as main=50%`,
    'not-in-count': ({ code, count }) => `count #${count} is not of ${code}; open one that is`,
    'not-place-of-count': ({ place, count, places }) =>
      `count #${count} is not of ${place}, only of ${places.join(', ')}`,
    'not-moved-since': ({ code, place, count, entry }) =>
      `#${entry} did not move ${code} at ${place} since #${count} was opened; leave it out, or name one that did`,
    'not-counted-in': ({ code, place, count }) =>
      `#${count} has not counted ${code} at ${place}; leave --before-count out`,
    'not-counted-yet': ({ code, count }) => `#${count} has not counted ${code} yet; count it first`,
    'correct-count': ({ entry }, command) =>
      `entry #${entry} is what a count came to; take it back and count again: ${command(`undo ${entry}`)}`,
    'when-counted': ({ count, code, place, moved }) => {
      const [{ entry } = { entry: 0 }] = moved;
      return `${code} moved at ${place} since #${count} was opened: ${movedIn(moved, 'en')}; say whether it was counted --before ${entry} or --after ${entry}, or --now`;
    },
    'already-counted': ({ code, place, counted, tally }) =>
      `${code} at ${place} is counted already: ${counted} by #${tally}; say --add for another end of the shelf, or --replace if that was wrong`,
    'line-posted': ({ code, place, count, tally }, command) =>
      `#${tally} has posted ${code} at ${place} of #${count}; count it again: ${command('count spot')}`,
    'post-by-counter': ({ count, by }) => `${by} counted in #${count}; it is posted by someone who did not`,
    'recount-by-counter': ({ code, place, counter }) =>
      `${counter} counted ${code} at ${place} first; someone else counts it again`,
    'count-not-ready': ({ count, lines }) =>
      `#${count} is not ready: ${linesIn(lines, 'en')}; count these, or post the others with --ready`,
    frozen: ({ code, place, count }, command) =>
      `${code} is being counted at ${place}, where nothing may move meanwhile; when it may: ${command(`count thaw ${count}`)}`,
    counting: ({ place, count }) => `${place} is being counted under #${count}; post or cancel that first`,
    'counting-place': ({ place, count }) =>
      `${place} is being counted under #${count}; post or cancel that first`,
    'counting-device': ({ code, count }) =>
      `${code} is being counted under #${count}; post or cancel that first`,
    'tally-posted': ({ entry, entries }, command) =>
      `what #${entry} counted was closed by ${numbers(entries, ', ')}; first: ${command(`undo ${entries[0]}`)}`,
    'count-tallied': ({ entry }, command) =>
      `something was counted in #${entry} already; abandon it with: ${command(`count cancel ${entry}`)}`,
    'draw-kept': ({ entry }) =>
      `entry #${entry} drew who is counted again, which nobody may draw twice; it cannot be taken back`,
    'counted-since': ({ entry, code, entries }, command) =>
      `${code} was counted again since #${entry}, by ${numbers(entries, ', ')}; first: ${command(`undo ${entries.at(-1)}`)}`,
    'post-undone': ({ entry, count }, command) =>
      `entry #${entry} took a count back; book it again with: ${command(`count post ${count}`)}`,
  }),
  zh: () => ({
    'no-such-count': ({ value }, command) => `没有盘点 ${value}，可用 ${command('pending')} 查看`,
    'count-closed': ({ count, by, as }, command) =>
      as === 'posted'
        ? `盘点 #${count} 已由 #${by} 过账；请另开盘点，或先用 ${command(`undo ${by}`)} 撤销过账`
        : `盘点 #${count} 已由 #${by} 取消；请另开盘点，或先用 ${command(`undo ${by}`)} 恢复`,
    'which-place': ({ count, places }) =>
      `盘点 #${count} 有多个地点：${places.map(zh).join('、')}；请用 --place 写明`,
    'rate-without-place': ({ value }) => `复盘率“${value}”没有写地点，请写成 主库=50% 这样`,
    'not-in-count': ({ code, count }) => `盘点 #${count} 不包括 ${code}，请另开盘点`,
    'not-place-of-count': ({ place, count, places }) =>
      `盘点 #${count} 不包括 ${zh(place)}，只有 ${places.map(zh).join('、')}`,
    'not-moved-since': ({ code, place, count, entry }) =>
      `盘点 #${count} 开始以来，#${entry} 没有改变${zhWithin(place)}的 ${code}；请去掉，或改写相关的流水号`,
    'not-counted-in': ({ code, place, count }) =>
      `盘点 #${count} 没有盘过${zhWithin(place)}的 ${code}，请去掉 --before-count`,
    'not-counted-yet': ({ code, count }) => `盘点 #${count} 尚未盘过 ${code}，请先初盘`,
    'correct-count': ({ entry }, command) =>
      `流水 #${entry} 是盘点结果，不能更正；请用 ${command(`undo ${entry}`)} 撤销后重盘`,
    'when-counted': ({ count, code, place, moved }) => {
      const [{ entry } = { entry: 0 }] = moved;
      return `盘点 #${count} 开始以来，${zhWithin(place).trimStart()}的 ${code} 有变动：${movedIn(moved, 'zh')}；请写明盘点在其之前（--before ${entry}）还是之后（--after ${entry}），刚刚盘的请加 --now`;
    },
    'already-counted': ({ code, place, counted, tally }) =>
      `${zhWithin(place).trimStart()}的 ${code} 已盘过：#${tally} 记了 ${counted}；别处另有的请用 --add 累加，数错的请用 --replace 替换`,
    'line-posted': ({ code, place, count, tally }, command) =>
      `#${tally} 已把盘点 #${count} 中${zhWithin(place)}的 ${code} 过账；重盘请用 ${command('count spot')}`,
    'post-by-counter': ({ count, by }) => `${by} 参加了盘点 #${count}，须由未参加的人过账`,
    'recount-by-counter': ({ code, place, counter }) =>
      `${zhWithin(place).trimStart()}的 ${code} 由 ${counter} 初盘，须由他人复盘`,
    'count-not-ready': ({ count, lines }) =>
      `盘点 #${count} 尚不能过账：${linesIn(lines, 'zh')}；请先盘完，或加 --ready 只过账其余各行`,
    frozen: ({ code, place, count }, command) =>
      `${zhWithin(place).trimStart()}的 ${code} 正在盘点，期间不能出入库；解除冻结请用 ${command(`count thaw ${count}`)}`,
    counting: ({ place, count }) => `${zhWithin(place).trimStart()}正在盘点（#${count}），请先过账或取消`,
    'counting-place': ({ place, count }) =>
      `${zhWithin(place).trimStart()}正在盘点（#${count}），请先过账或取消`,
    'counting-device': ({ code, count }) => `${code} 正在盘点（#${count}），请先过账或取消`,
    'tally-posted': ({ entry, entries }, command) =>
      `#${entry} 的点数已由 ${numbers(entries, '、')} 结束；请先用 ${command(`undo ${entries[0]}`)} 撤销`,
    'count-tallied': ({ entry }, command) =>
      `盘点 #${entry} 已有点数；要放弃请用 ${command(`count cancel ${entry}`)}`,
    'draw-kept': ({ entry }) => `流水 #${entry} 是复盘抽样，不能重抽，因此不能撤销`,
    'counted-since': ({ entry, code, entries }, command) =>
      `#${entry} 之后 ${code} 又盘过（${numbers(entries, '、')}）；请先用 ${command(`undo ${entries.at(-1)}`)} 撤销`,
    'post-undone': ({ entry, count }, command) =>
      `流水 #${entry} 撤销了盘点过账；要再次过账请用 ${command(`count post ${count}`)}`,
  }),
};

/** What a history says of a tally, and of a count as a whole. */
interface CountNotes {
  readonly tallied: (tally: Pick<Tallied, 'counted' | 'how' | 'counter'>) => string;
  readonly step: (step: CountStep) => string;
}

const stepEn: { readonly [did in CountStep['did']]: string } = {
  opened: 'opened',
  posted: 'posted',
  cancelled: 'cancelled',
  drawn: 'recount drawn',
  frozen: 'frozen',
  thawed: 'movements allowed again',
};
const stepZh: { readonly [did in CountStep['did']]: string } = {
  opened: '开始',
  posted: '过账',
  cancelled: '取消',
  drawn: '抽取复盘',
  frozen: '冻结出入库',
  thawed: '恢复出入库',
};
const talliedEn = { add: 'more counted', replace: 'counted instead' };
const talliedZh = { add: '加盘', replace: '改盘为' };

export const countNotes: { readonly [language in Language]: CountNotes } = {
  en: {
    tallied: ({ counted, how, counter }) =>
      `${counted} ${how === undefined ? 'counted' : talliedEn[how]}${counter === undefined ? '' : ` by ${counter}`}`,
    step: ({ did, count, places, rate }) =>
      `#${count} ${stepEn[did]}${places.length === 0 ? '' : `: ${places.join(', ')}`}${rate === null ? '' : ` ${rate}`}`,
  },
  zh: {
    tallied: ({ counted, how, counter }) =>
      `${how === undefined ? '实盘' : talliedZh[how]} ${counted}${counter === undefined ? '' : `，盘点人 ${counter}`}`,
    step: ({ did, count, places, rate }) =>
      `#${count} ${stepZh[did]}${places.length === 0 ? '' : `：${places.join('、')}`}${rate === null ? '' : ` ${rate}`}`,
  },
};
