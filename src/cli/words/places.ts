import { firstPlaceTerm, queues } from '../../inventory/book/place-kinds.ts';
import { folded } from '../../inventory/values/text.ts';
import type { Elsewhere, ProblemKey, ProblemParams } from '../../problems.ts';
import type { Language } from '../language.ts';
import { shellWord } from '../pasted.ts';
import { counted } from './counting.ts';
import type { Command } from './messages.ts';

/** The path of a place as people read it: the first place and the queues have a name in each language. */
export function placeNamed(path: string, language: Language): string {
  if (language === 'en') return path;
  const [top = '', ...below] = path.split('/');
  const term = [firstPlaceTerm, ...queues.map((queue) => queue.term)].find(
    ({ en }) => folded(en) === folded(top),
  );
  return [term?.zh ?? top, ...below].join('/');
}

/** What a column of a place is called: that of a queue, by what waits there. */
export const placeHeading = (path: string, language: Language): string =>
  language === 'en' ? (queueHeadings[path] ?? path) : placeNamed(path, language);

const queueHeadings: { readonly [queue: string]: string } = {
  ordered: 'on order',
  inspection: 'to inspect',
  transit: 'in transit',
  'write-off': 'set aside',
  sold: 'to deliver',
};

type PlaceProblem =
  | Extract<ProblemKey, `place-${string}` | `places-${string}` | `${string}-at`>
  | 'first-place-kind'
  | 'same-place'
  | 'quantity-not-sum'
  | 'two-ways'
  | 'not-of-row-type'
  | 'to-of-a-movement'
  | 'not-of-a-place'
  | 'no-such-place'
  | 'no-place-above'
  | 'not-sellable'
  | 'correct-place-of-transfer'
  | 'correct-sides-of-movement';

/** The problems of places, transfers and shipments. */
type PlaceWords = {
  readonly [K in Exclude<PlaceProblem, 'place-unclear'>]: (
    params: ProblemParams[K],
    command: Command,
  ) => string;
};

const numbers = (entries: readonly number[], between: string): string =>
  entries.map((n) => `#${n}`).join(between);

const isTransit = ({ place }: Elsewhere): boolean => place === 'transit';

/** Where the rest lies: `; main has 12, on the way here: 2`. */
function elsewhereEn(elsewhere: readonly Elsewhere[]): string {
  const parts = elsewhere.map((one) =>
    isTransit(one) ? `on the way here: ${one.quantity}` : `${one.place} has ${one.quantity}`,
  );
  return parts.length === 0 ? '; no other place has any' : `; ${parts.join(', ')}`;
}

const zh = (path: string): string => placeNamed(path, 'zh');

/** The path of a place within a Chinese sentence, with spaces beside other text than Chinese. */
export const zhWithin = (path: string): string =>
  zh(path)
    .replace(/^(?!\p{Script=Han})/u, ' ')
    .replace(/(?<!\p{Script=Han})$/u, ' ');

function elsewhereZh(elsewhere: readonly Elsewhere[]): string {
  const parts = elsewhere.map((one) =>
    isTransit(one) ? `在途 ${one.quantity}` : `${zhWithin(one.place).trimStart()}有 ${one.quantity}`,
  );
  return parts.length === 0 ? '；其他地点也没有库存' : `；${parts.join('，')}`;
}

export const placeProblems: { readonly [language in Language]: () => PlaceWords } = {
  en: () => ({
    'place-empty': () => 'the place is empty; type a name such as shop-1',
    'place-too-long': ({ value, most }) =>
      `the place “${value.slice(0, 40)}…” is too long; the most is ${most} characters`,
    'place-too-deep': ({ value, most }) => `the place “${value}” has more than ${most} names; leave some out`,
    'place-name-empty': ({ value }) => `the place “${value}” has an empty name; type one such as shop-1/A3`,
    'place-name-too-long': ({ name, most }) =>
      `the name “${name.slice(0, 40)}…” is too long; the most is ${most} characters`,
    'place-character': ({ value, character }) =>
      `the place “${value}” contains “${character}”; use letters, digits and - _ . + with / between names`,
    'place-twice': ({ value }) => `the place ${value} is named twice; name it once`,
    'place-under-itself': ({ value, place }) => `${place} cannot be moved to ${value}, which is below it`,
    'first-place-kind': ({ place }) =>
      `${place} is the first place and stays stock; make another one for that`,
    'not-of-a-place': ({ field }) => `${field} is the same at every place; only --minimum has a --place`,
    'two-ways': ({ code, entry }) =>
      `#${entry} would have ${code} twice, on other terms; record the second one apart`,
    'not-of-row-type': ({ value }) => `a row of this type has none; leave “${value}” out`,
    'to-of-a-movement': ({ value }) => `only a transfer goes to another place; leave “${value}” out`,
    'quantity-not-sum': ({ value, sum }) =>
      `“${value}” is not what lies at the places together, which is ${sum}; leave it blank`,
    'same-place': ({ place }) => `both sides are ${place}; name two places`,
    'correct-place-of-transfer': ({ entry }) =>
      `entry #${entry} is a transfer, which has two sides; say --from or --to`,
    'correct-sides-of-movement': ({ entry }) => `entry #${entry} is at one place; say --place`,
    'no-such-place': ({ value, nearest }, command) =>
      nearest.length > 0
        ? `there is no place “${value}”; did you mean ${nearest.join(', ')}? All of them: ${command('place')}`
        : `there is no place “${value}”; list them with: ${command('place')}`,
    'place-renamed': ({ value, now, since }) =>
      `there is no place “${value}” any more: it is called ${now} since #${since}`,
    'place-removed': ({ value, since }, command) =>
      `there is no place “${value}” any more: it was removed by #${since}; to bring it back: ${command(`undo ${since}`)}`,
    'no-place-above': ({ value, above }, command) =>
      `there is no place “${above}” above ${value}; make both: ${command(`place add ${shellWord(above)} ${shellWord(value)}`)}`,
    'insufficient-stock-at': ({ code, place, onHand, asked, elsewhere }) =>
      `${code} has ${onHand} at ${place}, asked for: ${asked}${elsewhereEn(elsewhere)}`,
    'entry-short-at': ({ doing, entry, code, name, place, onHand, asked }) =>
      `entry #${entry} cannot be ${doing === 'undo' ? 'taken back' : 'corrected to that'}: ${asked} of ${code} ${name} would have to leave ${place}, but it has only ${onHand}`,
    'unexpected-quantity-at': ({ code, place, onHand, expected }) =>
      `${code} has ${onHand} at ${place}, not the ${expected} expected; check the stock and try again`,
    'place-first': ({ place }) => `${place} is the first place and cannot be removed; it can be renamed`,
    'places-below': ({ place, below }) =>
      `${below.join(', ')} ${below.length === 1 ? 'is' : 'are'} below ${place}; remove ${below.length === 1 ? 'it' : 'them'} first`,
    'place-pending': ({ place, entries }, command) =>
      `${place} is where ${numbers(entries, ', ')} came from or goes to; settle that first: ${command('pending')}`,
    'place-removed-since': ({ entry, place, by }, command) =>
      `entry #${entry} concerns ${place}, which was removed by #${by}; bring it back first: ${command(`undo ${by}`)}`,
    'place-of-step-removed': ({ entry, place, by }, command) =>
      `what #${entry} has left would go to ${place}, which was removed by #${by}; name another one with --place, or bring it back: ${command(`undo ${by}`)}`,
    'place-edited-since': ({ entry, place, entries }) =>
      `entry #${entry} cannot be taken back: ${place} was changed since by ${numbers(entries, ', ')}; undo that first`,
    'place-not-empty': ({ place, devices, units, first }, command) =>
      `${place} still holds ${units} of ${counted(devices, 'device')}; move them first: ${command(`transfer --all --from ${shellWord(place)} --to ${shellWord(first)}`)}`,
    'place-exists': ({ place }) => `the place ${place} exists already; choose another name`,
    'place-of-queue': ({ place }) => `${place} is a name that the book uses itself; choose another`,
    'not-sellable': ({ code, place }) =>
      `${code} at ${place} is on hold and cannot be sold; transfer it first, or give another --reason`,
  }),
  zh: () => ({
    'place-empty': () => '地点为空，请输入名称，例如 太原街店',
    'place-too-long': ({ value, most }) => `地点“${value.slice(0, 40)}…”太长，最多 ${most} 个字符`,
    'place-too-deep': ({ value, most }) => `地点“${value}”超过 ${most} 级，请减少层级`,
    'place-name-empty': ({ value }) => `地点“${value}”中有空的名称，请写成如 太原街店/库房`,
    'place-name-too-long': ({ name, most }) => `名称“${name.slice(0, 40)}…”太长，最多 ${most} 个字符`,
    'place-character': ({ value, character }) =>
      `地点“${value}”含有“${character}”，只能用字母、汉字、数字和 - _ . +，各级之间用 / 隔开`,
    'place-twice': ({ value }) => `地点 ${value} 重复，请只写一次`,
    'place-under-itself': ({ value, place }) => `${zh(place)} 不能移到其下级 ${zh(value)}`,
    'first-place-kind': ({ place }) => `${zh(place)} 是第一个地点，性质只能是在库；请另建地点`,
    'not-of-a-place': ({ field }) => `${field} 各地点相同，只有 --minimum 可与 --place 同用`,
    'two-ways': ({ code, entry }) => `#${entry} 中的 ${code} 出现两次，地点或条件不同；请把第二次另记一笔`,
    'not-of-row-type': ({ value }) => `此类行没有这一项，请去掉“${value}”`,
    'to-of-a-movement': ({ value }) => `只有调拨才有调入地点，请去掉“${value}”`,
    'quantity-not-sum': ({ value, sum }) => `“${value}”与各地点之和 ${sum} 不符，请留空`,
    'same-place': ({ place }) => `调出和调入都是 ${zh(place)}，请写两个不同的地点`,
    'correct-place-of-transfer': ({ entry }) =>
      `流水 #${entry} 是调拨，有调出和调入两个地点，请用 --from 或 --to`,
    'correct-sides-of-movement': ({ entry }) => `流水 #${entry} 只有一个地点，请用 --place`,
    'no-such-place': ({ value, nearest }, command) =>
      nearest.length > 0
        ? `没有地点“${value}”，是否想输入 ${nearest.map(zh).join('、')}？可用 ${command('place')} 查看全部地点`
        : `没有地点“${value}”，可用 ${command('place')} 查看全部地点`,
    'place-renamed': ({ value, now, since }) => `已没有地点“${value}”：自 #${since} 起改名为 ${zh(now)}`,
    'place-removed': ({ value, since }, command) =>
      `已没有地点“${value}”：已由 #${since} 移除；要恢复请用 ${command(`undo ${since}`)}`,
    'no-place-above': ({ value, above }, command) =>
      `${value} 的上级地点“${above}”不存在；可用 ${command(`place add ${shellWord(above)} ${shellWord(value)}`)} 一并新建`,
    'insufficient-stock-at': ({ code, place, onHand, asked, elsewhere }) =>
      `${code} 在${zhWithin(place)}只有 ${onHand}，需要 ${asked}${elsewhereZh(elsewhere)}`,
    'entry-short-at': ({ doing, entry, code, name, place, onHand, asked }) =>
      `流水 #${entry} 不能${doing === 'undo' ? '撤销：撤销' : '这样更正：更正'}要从${zhWithin(place)}扣减 ${code} ${name} ${asked}，该地点只有 ${onHand}`,
    'unexpected-quantity-at': ({ code, place, onHand, expected }) =>
      `${code} 在${zhWithin(place)}现有 ${onHand}，与应存 ${expected} 不符；请核对库存后再试`,
    'place-first': ({ place }) => `${zh(place)} 是第一个地点，不能移除，但可以改名`,
    'places-below': ({ place, below }) => `${zh(place)} 还有下级地点 ${below.map(zh).join('、')}，请先移除`,
    'place-pending': ({ place, entries }, command) =>
      `${zh(place)} 是待办 ${numbers(entries, '、')} 的调出或调入地点，请先办完；可用 ${command('pending')} 查看`,
    'place-removed-since': ({ entry, place, by }, command) =>
      `流水 #${entry} 涉及的 ${zh(place)} 已由 #${by} 移除；请先用 ${command(`undo ${by}`)} 恢复`,
    'place-of-step-removed': ({ entry, place, by }, command) =>
      `流水 #${entry} 剩余的应去 ${zh(place)}，该地点已由 #${by} 移除；请用 --place 另选地点，或用 ${command(`undo ${by}`)} 恢复`,
    'place-edited-since': ({ entry, place, entries }) =>
      `流水 #${entry} 不能撤销：${zh(place)} 后来由 ${numbers(entries, '、')} 修改过，请先撤销后者`,
    'place-not-empty': ({ place, devices, units, first }, command) =>
      `${zh(place)} 还有 ${devices} 种设备共 ${units} 台；请先用 ${command(`transfer --all --from ${shellWord(place)} --to ${shellWord(first)}`)} 调走`,
    'place-exists': ({ place }) => `已有地点 ${zh(place)}，请换一个名称`,
    'place-of-queue': ({ place }) => `${zh(place)} 是台账自用的名称，请换一个名称`,
    'not-sellable': ({ code, place }) =>
      `${code} 在${zhWithin(place)}属于待处理，不可售；请先调拨，或另写 --reason`,
  }),
};
