import type { Choice } from '../../inventory/devices/attribute.ts';
import { rowTypes } from '../../inventory/look/history.ts';
import { madeOnce } from '../../made-once.ts';
import type { FileKind, Needed, SheetName, Suspicion, WorkbookKind } from '../../problems.ts';
import { shellWord } from '../pasted.ts';
import { orZh, signed } from './counting.ts';
import { countProblems } from './counts.ts';
import type { Messages } from './messages.ts';
import { partyProblems } from './parties.ts';
import { placeNamed, placeProblems, zhWithin } from './places.ts';
import { queueProblems } from './queues.ts';

const list = (items: readonly (string | number)[]): string => items.join('、');
/** The first of many, and how many there are. */
const fewOf = (items: readonly string[]): string =>
  items.length > 5 ? `${list(items.slice(0, 5))} 等 ${items.length} 个` : list(items);
const nearestHint = (nearest: string | null): string => (nearest === null ? '' : `是否想输入 ${nearest}？`);

const otherKinds = { directory: '文件夹', pipe: '管道', socket: '套接字', device: '设备' };

/** What to do about an error of the operating system. */
const adviceOn = (reason: string): string =>
  reason === 'EMFILE' || reason === 'ENFILE'
    ? '请放宽可打开文件数的限制（ulimit -n）后再试'
    : '请检查磁盘和权限';

const typeNamed = (type: string): string => rowTypes.find(({ value }) => value === type)?.term.zh ?? type;

function suspicion(found: Suspicion): string {
  switch (found.guard) {
    case 'quantity':
      return `数量 ${found.quantity} 是平常（${found.usual}）的十倍以上`;
    case 'cost':
      return `进价 ${found.cost} 是上次（${found.usual}）的十倍以上`;
    case 'repeat':
      return `${found.seconds === 0 ? '刚刚' : `${found.seconds} 秒前`}已记过相同的一笔（#${found.entry}）`;
    case 'code':
      return `${found.code} 与更常用的 ${found.busier} ${found.name} 只差一个字符`;
    case 'party':
      return `${found.party} 是新的往来单位，与 ${found.known}（#${found.entry}）只差一个字符`;
    case 'low':
      return found.left === 0 ? '出库后库存为 0' : `出库后只剩 ${found.left}，低于最低库存 ${found.minimum}`;
  }
}

/** What fields, options and columns are called. */
const fields: Messages['fields'] = {
  code: '入库编号',
  name: '品名',
  brand: '品牌',
  size: '尺寸',
  panel: '类型',
  disc: '规格',
  price: '售价',
  weight: '重量',
  quantity: '数量',
  minimum: '最低库存',
  cost: '进价',
  lastCost: '最后进价',
  tv: '电视编号',
  dvd: 'DVD编号',
  tvPrice: '电视单价',
  dvdPrice: 'DVD单价',
  kind: '类别',
  type: '出入库',
  reason: '原因',
  ref: '单号',
  party: '往来单位',
  serials: '序列号',
  serial: '序列号',
  of: '原流水号',
  due: '到货日',
  missing: '未到数量',
  damaged: '破损数量',
  inspect: '是否待检',
  'to-deliver': '是否待送',
  place: '地点',
  to: '调入地点',
  note: '备注',
  key: '幂等键',
  expect: '应存',
  value: '金额',
  addedAt: '登记时间',
  changedAt: '变动时间',
  by: '操作员',
  entry: '流水号',
  count: '盘点号',
  device: '设备',
  counter: '盘点人',
  moment: '盘点时刻',
  how: '累加或替换',
  rows: '行',
  rate: '复盘率',
  seed: '种子',
  ready: '--ready',
  freeze: '--freeze',
  solo: '--solo',
  beforeCount: '盘前',
  counted: '实盘',
  before: '盘前流水号',
  recount: '复盘率',
  sellable: '可售',
  'before-count': '盘前',
  pass: '第几遍',
  currency: '货币',
  what: '内容',
  shell: '命令行程序',
};

/** Placeholders in usage lines, by the option or else the word. */
const placeholders: Messages['placeholders'] = {
  brand: '品牌',
  by: '操作员',
  code: '编号',
  columns: '字符数',
  currency: '货币代码',
  date: '日期',
  device: '设备',
  devices: '设备',
  disc: '规格',
  encoding: '编码',
  entry: '流水号',
  count: '盘点号',
  pass: '第几遍',
  file: '文件',
  format: '格式',
  group: '分组',
  guards: '检查项',
  'header-row': '行号',
  inches: '英寸',
  key: '幂等键',
  kg: '千克',
  kind: '类别',
  language: '语言',
  layout: '版式',
  mark: '符号',
  list: '列表',
  name: '品名',
  note: '备注',
  number: '张数',
  operator: '操作员',
  panel: '类型',
  paper: '纸张',
  method: '方法',
  party: '往来单位',
  place: '地点',
  places: '地点',
  price: '价格',
  quantity: '数量',
  queue: '待办',
  rate: '复盘率',
  reason: '原因',
  reference: '单号',
  rows: '行数',
  seconds: '秒数',
  serials: '序列号',
  serial: '序列号',
  sort: '排序项',
  shell: '命令行程序',
  symbology: '码制',
  text: '文字',
  time: '时间',
  title: '工作表名',
  types: '操作',
  what: '内容',
  where: '位置',
  word: '关键词',
  words: '关键词',
  rates: '复盘率',
  counter: '盘点人',
  seed: '种子',
};

/** A choice by its label. */
const choiceNamed = (choice: string | Choice): string =>
  typeof choice === 'string' ? choice : choice.term.zh;
/** The words of a command line, with placeholders such as `FILE` in Chinese. */
const argumentNamed = (words: string): string =>
  words.replace(/\b[A-Z]+\b/g, (word) => placeholders[word.toLowerCase()] ?? word);
/** The same within a sentence: only what is not Chinese has spaces around it. */
function within(words: string): string {
  const named = argumentNamed(words);
  return /^\p{Script=Han}+$/u.test(named) ? named : ` ${named} `;
}
const neededNamed = (needed: Needed): string =>
  typeof needed === 'string'
    ? argumentNamed(needed)
    : orZh(needed.oneOf.map((one) => argumentNamed(choiceNamed(one))));
const sheetNamed = ({ title, isHidden }: SheetName): string => `“${title}”${isHidden ? '（隐藏）' : ''}`;

const fileKinds: Readonly<Record<FileKind, string>> = {
  pdf: '是 PDF，不是表格；请在原来的程序中打开表格，另存为 .xlsx 或 CSV',
  image: '是图片，不是表格；请把数据输入表格，另存为 .xlsx 或 CSV',
  archive: '是压缩包；请先解压，再导入其中的文件',
  document: '是文字处理文档，不是表格；请把表格复制到电子表格中，另存为 .xlsx 或 CSV',
  'web-page': '其实是网页（有些系统导出时写成 .xls）；请用电子表格打开，另存为 .xlsx',
  password: '有密码保护；请打开后去掉密码，再保存',
  'old-excel': '是旧版 Excel（.xls）文件；请打开后另存为 .xlsx',
};
const workbookKinds: Readonly<Record<WorkbookKind, string>> = {
  ods: '是 OpenDocument 表格（.ods）；请打开后用“另存为”保存为“Excel 2007-365（.xlsx）”或 CSV',
  numbers: '是 Numbers 表格；请用“文件 > 导出为 > Excel”得到 .xlsx',
  xlsb: '是二进制工作簿（.xlsb）；请打开后另存为 .xlsx',
  document: fileKinds.document,
  archive: fileKinds.archive,
};

/** The ending of a file's name, with its dot: `.docx`. */
const endingOf = (path: string): string => /[^/\\](\.[^./\\]+)$/.exec(path)?.[1] ?? '';
const columnNamed = ({ term }: { readonly term: { readonly zh: string } }): string => term.zh;
const didYouMean = (codes: readonly string[]): string =>
  codes.length === 0 ? '' : `是否想输入 ${list(codes)}？如果不是，`;

const named = (field: string): string => fields[field] ?? field;

/** Where in a file; entries on a server are at none. */
const atByte = ({ byte }: { readonly byte?: number }): string =>
  byte === undefined ? '' : `（第 ${byte} 字节）`;

/** A named path holds something other than a stock book. */
const notAStore = ({ path }: { readonly path: string }): string =>
  `${path} 是文件，但不是台账；请用 --store 指定其他位置，或用 stockbook init 在当前文件夹新建`;

/** The rules of the stock that an entry can break. */
const brokenRules = {
  1: '某个地点的数量低于 0，或与所记不符',
  2: '库存数量与各地点合计不符',
  3: '调拨的调出与调入不相抵',
  4: '待办中的货不属于任何流水',
  5: '过账的盘盈盘亏不等于实盘减当时账存',
} as const;

/** What more than one command says, in Chinese. */
export const zh: Messages = {
  problems: madeOnce(() => ({
    ...placeProblems.zh(),
    ...queueProblems.zh(),
    ...countProblems.zh(),
    ...partyProblems.zh(),
    'number-missing': () => '缺少数字，请输入数字，例如 12',
    'not-a-number': ({ value }) => `“${value}”不是数字，请输入如 1299 或 1,299.00 的数字`,
    'not-a-whole-number': ({ value }) => `“${value}”不是数字，请输入整数，例如 12`,
    'number-negative': ({ value }) => `“${value}”是负数，请输入不带符号的数字`,
    'money-of-another': ({ value, currency }) => `“${value}”不是本台账的币种，请先换算成 ${currency}`,
    'too-many-decimals': ({ value, most }) =>
      most === 0 ? `“${value}”带有小数，请输入整数` : `“${value}”的小数超过 ${most} 位，请自行舍入`,
    'number-above': ({ value, most }) => `“${value}”太大，最大为 ${most}`,
    'number-not-above': ({ value, least }) => `“${value}”太小，必须大于 ${least}`,
    'no-such-currency': ({ value }) => `“${value}”不是货币代码，请输入 ISO 4217 代码，例如 CNY 或 JPY`,
    'text-empty': () => '内容为空，请输入至少一个字符',
    'text-too-long': ({ value, most }) => `“${value.slice(0, 40)}…”太长，最多 ${most} 个字符`,
    'text-unprintable': ({ value, character }) => `“${value}”含有控制字符 ${character}，请删除`,
    'code-empty': () => '入库编号为空，请输入编号，例如 TV-0001',
    'code-too-long': ({ value, most }) => `入库编号“${value.slice(0, 40)}…”太长，最多 ${most} 个字符`,
    'code-character': ({ value, character }) =>
      `入库编号“${value}”含有“${character}”，只能用字母、数字和 - _ . / +，不能有空格`,
    'not-a-day': ({ value }) => `“${value}”不是日期，请输入如 2026-12-01 或“明天”`,
    'not-a-time': ({ value }) => `“${value}”不是时间，请输入如 2026-11-23、“2026-11-23 09:30”或“今天”`,
    'not-a-choice': ({ value, choices }) => `“${value}”不在可选值之内：${list(choices.map(choiceNamed))}`,
    'field-missing': ({ kind }) => `未填写，${kind.zh}必填`,
    'field-not-of-kind': ({ field, kind, value }) => `${kind.zh}没有${named(field)}，请去掉“${value}”`,
    'column-blank': () => '为空，每行必填',
    'component-missing': ({ slot, price }) => `${named(slot)}和${named(price)}都未填写，请填写其中一项`,
    'component-price-differs': ({ value, code, price }) =>
      `“${value}”与 ${code} 的售价 ${price} 不符，请留空`,
    'component-refused': ({ value, row }) => `${value} 所在的第 ${row} 行有误，请先改正`,
    'component-gone': ({ code }) => `${code} 据以定价的设备已不在台账中，请先重新登记该设备`,
    'price-follows': ({ value, price }) =>
      `“${value}”与算出的售价 ${price}（电视与 DVD 单价之和的 80%）不符，请留空`,
    'price-never-typed': ({ value }) =>
      `带DVD的电视机的售价由电视和 DVD 的单价算出，不能填写，请去掉“${value}”`,
    'not-a-component': ({ slot, value }) => `${value} 不能用作${named(slot)}，请填写自身有售价的设备`,
    'no-such-component': ({ slot, value, nearest }) =>
      `${named(slot)}“${value}”不在台账中，${didYouMean(nearest)}请先登记`,
    'quantity-by-movements': ({ value }) => `库存数量只能通过入库和出库改变，请去掉“${value}”`,
    'quantity-differs': ({ value, onHand }) =>
      `“${value}”与库存数量 ${onHand} 不符，请留空；库存数量只能通过入库和出库改变`,
    'field-follows': ({ value, expected }) =>
      expected === null
        ? `“${value}”与台账不符，台账中此项为空，请留空`
        : `“${value}”与台账算出的 ${expected} 不符，请留空`,
    'cannot-clear': ({ field }) => `${named(field)}不能清除，这类设备必填`,
    'set-and-cleared': ({ field }) => `${named(field)}既填写又清除，请只选其一`,
    'kind-differs': ({ value, code, kind }) => `${code} 的类别是${kind.zh}，不是“${value}”；类别不能更改`,
    'code-repeated': ({ value, row }) => `入库编号 ${value} 与第 ${row} 行重复，每种设备的编号须不同`,
    'cost-of-stock-out': ({ value }) => `出库没有进价，请去掉“${value}”`,
    'insufficient-stock': ({ code, name, onHand, asked }) =>
      `库存不足：${code} ${name} 现有 ${onHand}，要出库 ${asked}；请减少数量或先入库`,
    'insufficient-stock-in-file': ({ code, name, onHand, asked, rows }) =>
      `库存不足：第 ${list(rows)} 行出库后 ${code} ${name} 只剩 ${onHand}，要出库 ${asked}；请减少数量或先入库`,
    'too-many-on-hand': ({ code, onHand, asked, most }) =>
      `${code} 现有 ${onHand}，再入库 ${asked} 将超过上限 ${most}，请减少数量`,
    'duplicate-code': ({ code, name }) => `入库编号 ${code} 已被 ${name} 使用，请换一个编号`,
    'device-exists': ({ code, name }) =>
      `入库编号 ${code} 已被 ${name} 使用，请换一个编号；要更新已有的设备，请加 --update`,
    'not-empty': ({ code, onHand }) => `${code} 还有库存 ${onHand}，请先出库`,
    'in-use': ({ code, by }) => `${list(by)} 按 ${code} 定价，请先修改或移除`,
    'no-such-device': ({ value, nearest }, command) =>
      nearest.length > 0
        ? `没有入库编号或品名为“${value}”的设备，是否想输入 ${list(nearest)}？也可用 ${command(`search ${shellWord(value)}`)} 查找`
        : `没有入库编号或品名为“${value}”的设备，可用 ${command(`search ${shellWord(value)}`)} 查找`,
    'code-renamed': ({ value, name, now, since }) =>
      `已没有入库编号为“${value}”的设备：${name} 自 #${since} 起编号为 ${now}`,
    'code-removed': ({ value, name, since }, command) =>
      `已没有入库编号为“${value}”的设备：${name} 已由 #${since} 移除；可用 ${command(`history ${shellWord(value)}`)} 查看，用 ${command(`undo ${since}`)} 恢复`,
    'no-such-code': ({ value, nearest }, command) =>
      `没有入库编号为“${value}”的设备，${didYouMean(nearest)}请先登记，或用 ${command(`search ${shellWord(value)}`)} 查找`,
    'beyond-repair': ({ path }) => `${path} 和它的流水账都已损坏或丢失，请从备份恢复流水账`,
    'ambiguous-name': ({ value, candidates }) =>
      `有 ${candidates.length} 种设备的品名是“${value}”，请输入编号：${list(candidates.map(({ code }) => code))}`,
    'ambiguous-code': ({ value, candidates }, command) =>
      `有 ${candidates.length} 种设备用过入库编号“${value}”：${list(candidates.map(({ name, from, until }) => `${name}（#${from} 至 #${until}）`))}；请用流水号指明：${command(`history ${shellWord(value)} --entry ${candidates.at(-1)?.from}`)}`,
    'code-unused-then': ({ value, entry }, command) =>
      `流水 #${entry} 时没有设备使用入库编号“${value}”，可用 ${command(`history ${shellWord(value)}`)} 查看`,
    'unexpected-quantity': ({ code, onHand, expected }) =>
      `${code} 现有 ${onHand}，与应存 ${expected} 不符；请核对库存后再试`,
    'key-conflict': ({ value, entry, row, differs }) =>
      `幂等键“${value}”已被${entry === null ? `第 ${row} 行` : `流水 #${entry}`}使用，且${named(differs)}不同；新的记录请用新的键`,
    'already-imported': ({ entry }) => `这些内容已导入过（流水 #${entry}）；如需再次导入，请加 --again`,
    'no-such-entry': ({ value, last }) => `没有流水 #${value}，最后一笔是 #${last}`,
    'nothing-to-undo': ({ by }, command) =>
      `${by} 没有可撤销的流水；要撤销他人的流水，请写明流水号，可用 ${command('history --limit 5')} 查看`,
    'nothing-in-entry': ({ entry }) => `流水 #${entry} 没有任何改动，无需撤销`,
    'edited-since': ({ entry, edits }) =>
      `流水 #${entry} 不能撤销，后来的修改仍然有效：${fewOf(edits.map((edit) => `#${edit.entry} 改了 ${edit.code} 的${list(edit.attributes.map((key) => named(key === 'cost' ? 'lastCost' : key)))}`))}；请先撤销${edits.length === 1 ? '这一笔' : '其中最近的一笔'}`,
    'entry-short': ({ doing, entry, code, name, onHand, asked }) =>
      `流水 #${entry} 不能${doing === 'undo' ? '撤销：撤销' : '这样更正：更正'}要扣减 ${code} ${name} ${asked}，现有只有 ${onHand}`,
    'entry-not-empty': ({ entry, code, onHand }) =>
      `流水 #${entry} 不能撤销：${code} 将移出台账，但还有库存 ${onHand}`,
    'entry-code-taken': ({ entry, code, name }) =>
      `流水 #${entry} 不能撤销：入库编号 ${code} 现由 ${name} 使用，请先给它换一个编号`,
    'already-undone': ({ entry, by }, command) =>
      `流水 #${entry} 已被 #${by} 撤销；要恢复请用 ${command(`undo ${by}`)}`,
    'device-removed-since': ({ entry, code, by }) =>
      `流水 #${entry} 涉及的 ${code} 后来已被移除，请先撤销${by === null ? '移除' : ` #${by}`}`,
    'entry-corrected': ({ entry, by }, command) =>
      `流水 #${entry} 已被 ${list(by.map((n) => `#${n}`))} 更正，请先撤销该更正，或用 ${command(`correct ${entry} --quantity 0`)} 更正为 0`,
    'correct-undo': ({ entry, undoes }, command) =>
      `流水 #${entry} 是对 #${undoes} 的撤销；要取消撤销，请用 ${command(`undo ${entry}`)}`,
    'correct-correction': ({ entry, corrects }, command) =>
      `流水 #${entry} 是对 #${corrects} 的更正，请更正 #${corrects}：${command(`correct ${corrects}`)}`,
    'correct-no-movement': ({ entry }, command) =>
      `流水 #${entry} 没有出入库；要撤销请用 ${command(`undo ${entry}`)}`,
    'correct-many': ({ entry, movements }) =>
      `流水 #${entry} 含有 ${movements} 笔出入库；请撤销整笔，或用 stock-in、stock-out 加 --reason 更正 调整某种设备的库存`,
    suspicious: ({ suspicions }) =>
      `疑似误操作：${suspicions.map(suspicion).join('；')}；请核对，确认无误请加 --yes`,
    'nothing-scanned': () => '没有可撤销的扫码记录',
    'scan-line': ({ value }) => `无法识别“${value}”，请输入：编号、编号*3、3 编号或编号 3`,
    'scan-two-codes': ({ value, codes: [one, other] }) =>
      `“${value}”是两个入库编号；请每行只扫一个，或输入 ${one}*数量或 ${other}*数量`,
    'scan-no-place': () => '地点不明，未记录；请先扫地点标签',
    'scan-too-long': ({ most }) => `该行超过 ${most} 个字符，每行请只扫一个编号`,
    'no-store': ({ path }, command) => `${path} 处没有台账，可用 ${command('init')} 新建`,
    'no-store-here': ({ directory }, command) =>
      `${directory} 及其上级文件夹中没有台账，可用 ${command('init')} 新建`,
    'no-store-there': ({ where }) =>
      `${where} 处没有台账，可用 stockbook init --store ${shellWord(where)} 新建`,
    'store-not-named': () => '--store 为空，请指定 JSON 文件或文件夹',
    'store-not-supported': ({ scheme }) =>
      `不支持 ${scheme}:// 台账，请指定 JSON 文件、文件夹或 postgres:// 网址`,
    'store-exists': ({ path }) => `${path} 处已有台账，请直接使用，或用 --store 指定其他位置`,
    'store-busy': ({ path, seconds }) =>
      `其他进程占用 ${path} 已超过 ${seconds} 秒，请稍后再试，或用 --wait 延长等待`,
    'store-damaged': ({ path, entry, byte }, command) =>
      `${path} 在流水 #${entry}（第 ${byte} 字节）处损坏，未写入任何内容；请用 ${command('verify')} 查看，再用 ${command('repair')} 修复`,
    'journal-missing': ({ path }, command) =>
      `${path} 不见了，请从备份恢复，或用 ${command('repair')} 从台账文件继续`,
    'journal-headless': ({ path }, command) =>
      `${path} 的第一行已损坏，未写入任何内容；请运行 ${command('repair')} 修复`,
    'currency-lost': ({ path }) => `无法得知 ${path} 的货币；请加上货币代码再试，例如 --currency CNY`,
    'store-newer': ({ path, format }) =>
      `${path} 由更新版本的 stockbook 写成（格式 ${format}），请升级 stockbook`,
    'store-io': ({ path, reason }) => `无法使用 ${path}（${reason}），未作任何更改；${adviceOn(reason)}`,
    'store-not-recorded': ({ path, reason }) =>
      `无法写入 ${path}（${reason}），未记录任何内容；请检查磁盘后再试`,
    'store-unknown': ({ path, reason }) =>
      `写入 ${path} 时磁盘出错（${reason}），无法确定该笔流水是否保存；下一条命令会查明，用同一个 --key 重复是安全的`,
    'server-unreachable': ({ where, reason }) =>
      `${where} 的服务器都无法写入（${reason}），未作任何更改；请检查服务器是否在运行，或用 --wait 等待更久`,
    'server-login': ({ where, user }) =>
      `${where} 不允许 ${user} 登录；请检查登录名，以及 PGPASSWORD 或 PGPASSFILE 中的密码`,
    'server-certificate': ({ host, reason }) =>
      `${host} 的证书不受信任（${reason}）；请在台账网址中用 sslrootcert=文件 指明颁发机构的证书`,
    'server-name': ({ host }) => `${host} 的证书属于其他主机名；请在台账网址中使用证书上的名称`,
    'server-no-tls': ({ host }) =>
      `${host} 没有启用 TLS；请在服务器上启用，或在台账网址中写 sslmode=disable 不加密连接`,
    'server-permission': ({ where, user }) =>
      `${user} 无权在 ${where} 进行此操作，未作任何更改；所有者可以授权，所需语句在 stockbook init 或 restore 时已打印`,
    'tables-older': ({ where, user, owner }) =>
      `${where} 的数据表由较早版本的 stockbook 建立，${user} 无权升级，未作任何更改；请让所有者 ${owner} 用这个版本的 stockbook 使用一次该台账`,
    'tables-newer': ({ where, version }) =>
      `${where} 的数据表由更新版本的 stockbook 建立（版本 ${version}），请升级 stockbook`,
    'server-too-old': ({ where, version, oldest }) =>
      `${where} 是 PostgreSQL ${version}；stockbook 需要 ${oldest} 或更高版本`,
    'server-encoding': ({ where, encoding }) =>
      `${where} 的数据库编码是 ${encoding}；请新建 UTF8 编码的数据库`,
    'server-refused': ({ where, reason }) => `${where} 拒绝了请求（${reason}），未作任何更改`,
    'url-part': ({ part }) => `台账网址中的“${part}”无法识别；请写成 postgres://用户@主机:5432/数据库`,
    'url-parameter': ({ name }) => `台账网址中有未知参数 ${name}；可用：store、sslmode、sslrootcert`,
    'url-store': ({ value, most }) =>
      `store=${value}：台账名以小写字母开头，只含小写字母、数字和 _，最多 ${most} 个字符`,
    'operator-is-login': ({ by, user, role }) =>
      `在服务器上，操作员就是登录名：${user} 不能以 ${by} 的名义记录；请去掉 --by 和 STOCKBOOK_BY，或把 ${role} 授予 ${user}`,
    'counter-is-login': ({ counter, user, role }) =>
      `在服务器上，盘点人就是登录名：${user} 不能以 ${counter} 的名义录入；请去掉 --counter，或把 ${role} 授予 ${user}`,
    'server-no-database': ({ where, database }) =>
      `${where} 处没有数据库 ${database}；可用 createdb ${database} 新建`,
    'server-beyond-repair': ({ where }, command) =>
      `${where} 的流水在数据库中被更改或删除，库内已无原文；请恢复备份：${command('restore')}`,
    'server-damaged': ({ where, entry }, command) =>
      `${where} 在流水 #${entry} 处损坏；可用 ${command('verify')} 查看全部问题`,
    'server-unknown': ({ where, reason }) =>
      `写入流水时与 ${where} 的连接中断（${reason}），在等待时限内无法确认该笔流水是否保存；用同一个 --key 重复是安全的`,
    'store-replaced': ({ path }) =>
      `写入时 ${path} 被换成了另一个文件，其中没有这笔流水；用同一个 --key 重复是安全的`,
    'store-is-link': ({ path }) =>
      `${path} 是符号链接，此处应是台账文件；请把文件本身放在此处，或用 --store 指定链接指向的位置`,
    'store-not-a-file': ({ path, kind }) =>
      `${path} 是${otherKinds[kind]}，此处应是台账文件；未作任何更改，请移走后再试`,
    'store-link-dangling': ({ path, target }) =>
      `${path} 是指向 ${target} 的符号链接，但目标不存在；请恢复目标，或删除该链接`,
    'store-link-foreign': ({ path }) =>
      `${path} 是其他用户在公共文件夹中放置的符号链接；若信任它，请用 --store 指定它指向的位置`,
    'not-a-store': notAStore,
    'not-a-stock-book': notAStore,
    'place-unclear': ({ where }) =>
      `${where} 不是文件夹，也不以 .json 结尾；请指定 ${where}.json 这样的文件，或用 ${where}/ 表示新文件夹`,
    'folder-gone': ({ path }) => `当前文件夹 ${path} 已不存在，请用 cd 换到其他文件夹`,
    'backup-unknown': ({ path }) =>
      `${path} 不是 stockbook 的备份，请指定 stockbook backup 写出的文件或流水账的副本`,
    'backup-cut': ({ path, entries, found }) =>
      `${path} 不完整：应有 ${entries} 笔流水，只有 ${found} 笔；未恢复任何内容，请改用其他备份`,
    'backup-damaged': ({ path, entry, byte }) =>
      `${path} 在流水 #${entry}（第 ${byte} 字节）处损坏；未恢复任何内容，请改用其他备份`,
    'backup-opening-damaged': ({ path }) => `${path} 的第一行已损坏；未恢复任何内容，请改用其他备份`,
    'store-is-target': ({ path }) => `${path} 属于台账本身，请指定其他文件`,
    'store-lock-missing': ({ platform, reason }) =>
      `未写入任何内容：stockbook 的文件锁无法在 ${platform} 上加载（${reason}），不加锁写入可能丢失其他进程的记录；仍可读取；要写入，请在本机用 npm ci 重新安装 stockbook`,
    'file-not-found': ({ path }) => `找不到文件 ${path}，请检查路径`,
    'file-is-folder': ({ path }) => `${path} 是文件夹，请指定文件`,
    'file-is-device': ({ path }) => `${path} 是设备而不是文件，请指定文件`,
    'file-no-folder': ({ path }) => `${path} 所在的文件夹不存在，请先创建`,
    'file-unreadable': ({ path, reason }) => `无法读取 ${path}（${reason}），请检查权限`,
    'file-unwritable': ({ path, reason }) => `无法写入 ${path}（${reason}），原文件未改动`,
    'file-exists': ({ path }) => `${path} 已存在；要替换它请加 --yes，或指定其他文件`,
    'file-is-read': ({ path }) => `${path} 是本命令要读取的文件，请指定其他文件`,
    'file-of-another': ({ path }) => `${path} 属于其他用户，请指定其他文件`,
    'link-of-another': ({ link, target }) =>
      `${link} 是其他用户的链接（指向 ${target}），不予写入；请直接指定要写的文件`,
    'output-ending': ({ path, formats }) =>
      `${endingOf(path) === '' ? `${path} 没有扩展名` : `不支持 ${endingOf(path)} 文件`}，请用 ${orZh(formats.map((format) => `.${format}`))}`,
    'font-unusable': ({ path }) =>
      `${path} 不是可嵌入 PDF 的字体，请指定 TrueType 或 OpenType 文件，或用 reader 使用阅读器自带的字体`,
    'label-not-held': ({ codes, symbology, instead }) =>
      `${fewOf(codes)} 含有 ${symbology} 不支持的字符（只支持 ASCII）；请用 --symbology ${instead}`,
    'label-too-narrow': ({ codes, symbology, sheet, leastMm, instead }) =>
      `${fewOf(codes)} 用 ${symbology} 印在 ${sheet} 上太长，条宽不足 ${leastMm} 毫米，无法扫描；请用${
        [
          ...(instead.symbology === null ? [] : [` --symbology ${instead.symbology}`]),
          ...(instead.sheet === null ? [] : [` --sheet ${instead.sheet}`]),
        ].join(' 或') || '较短的编号'
      }`,
    'labels-too-many': ({ labels, most }) =>
      `要打印 ${labels} 张标签，一份文件最多 ${most} 张；请少选设备，或减少 --copies`,
    'file-empty': ({ name }) => `${name === '-' ? '标准输入' : name} 没有内容，须有表头和数据行`,
    'file-too-large': ({ name, limitMb }) => `${name} 超过 ${limitMb} MB，请拆分`,
    'file-format-unknown': ({ value }) => `无法读取“${value}”格式，请用 CSV、JSON、JSON Lines 或 XLSX`,
    'file-of-kind': ({ name, kind }) => `${name} ${fileKinds[kind]}`,
    'workbook-of-kind': ({ name, kind }) => `${name} ${workbookKinds[kind]}`,
    'file-encoding-unproven': ({ name, encoding, value }) =>
      `无法确定 ${name} 的编码：按 ${encoding} 会读成“${value}”，台账中没有可以印证的内容；请用 --encoding 指定 gbk、big5、shift_jis、euc-kr 或 windows-1252，或另存为“CSV UTF-8”`,
    'cell-date': ({ cell, value }) =>
      `单元格 ${cell} 是日期 ${value}，没有哪一列是日期；请把该列设为文本格式后重新输入`,
    'cell-error': ({ value }) => `电子表格此处是错误值 ${value}，请填写`,
    'cell-format': ({ cell, value }) =>
      `单元格 ${cell} 的数值 ${value} 以其他形式显示；请把该列设为文本格式后重新输入`,
    'cell-merged': ({ cells }) => `合并单元格 ${cells} 不属于任何一行；请取消合并，逐行填写`,
    'cell-rounded': ({ value }) =>
      `“${value}”的位数超过电子表格能保留的 15 位，末尾几位可能已丢失；请把该列设为文本格式后重新输入，确认无误可写成 ="${value}"`,
    'cell-shortened': ({ value }) =>
      `电子表格把这个数缩写成了“${value}”，末尾几位已丢失；请把该列设为文本格式后重新输入`,
    'cell-too-many-digits': ({ cell, value }) =>
      `单元格 ${cell} 的 ${value} 超过电子表格能保留的 15 位，末尾几位已丢失；请把该列设为文本格式后重新输入`,
    'number-comma': ({ value }) => `“${value}”不是数字；如果逗号是小数点，请加 --decimal ,`,
    'number-unclear': ({ value, readings }) =>
      `“${value}”可能是 ${orZh(readings)}；请用 --decimal , 或 --decimal . 说明小数点的写法`,
    'header-row-blank': ({ row }) => `第 ${row} 行没有表头；请用 --header-row 指定另一行`,
    'row-is-header': () => '此行又是表头，可能是两个文件拼接而成；请删除此行',
    'sheet-not-found': ({ value, sheets }) =>
      `没有工作表“${value}”；工作簿中有：${sheets.map(sheetNamed).join('、')}`,
    'sheet-without-table': ({ columns, sheets }) =>
      `可见的工作表前几行中都没有所需的列：${columns.map(({ term }) => term.zh).join('、')}；请用 --sheet 指定工作表，用 --header-row 指定表头所在的行；工作簿中有：${sheets.map(sheetNamed).join('、')}`,
    'column-of-time': ({ column }) =>
      `不能导入“${column}”列：流水以记录时的时间为准；请删除该列，或把内容放到备注列`,
    'column-unit': ({ column, unit }) => `“${named(column)}”的表头写的是另一种单位“${unit}”；请换算后改表头`,
    'device-not-existing': ({ value }) =>
      `没有入库编号为“${value}”的设备，而 --only-existing 不新增设备；请核对编号`,
    'codes-alike': ({ codes }) =>
      `${codes.map(({ code, like }) => `“${code}”看起来像“${like}”`).join('，')}；请核对编号`,
    'usage-not-of-format': ({ option, formats }) => `${option} 只用于 ${formats.join('、')}，请去掉`,
    'file-encoding-unknown-name': ({ value }) =>
      `未知编码“${value}”，请用 utf-8、utf-16、gbk、gb18030、big5、shift_jis、euc-kr 或 windows-1252`,
    'file-encoding-mismatch': ({ encoding, line }) =>
      `第 ${line} 行不是 ${encoding} 编码，请用 --encoding 指定编码`,
    'file-encoding-undetected': ({ name }) => `无法判断 ${name} 的编码，请用 --encoding 指定，或另存为 UTF-8`,
    'file-nul': () => '含有空字符（NUL），请删除',
    'file-half-character': () => '含有残缺字符，请重新输入',
    'file-header-empty': ({ column, value }) => `${column} 列有内容“${value}”但没有列名，请补上列名或清空`,
    'file-header-twice': ({ column }) => `“${column}”列重复，请只保留一个`,
    'file-beyond-memory': ({ most, limitMb }) =>
      `文件中的设备超过 ${most} 种，而 Node 只能用 ${limitMb} MB 内存；请拆分文件，或设 NODE_OPTIONS=--max-old-space-size=${2 * limitMb}`,
    'file-too-many-rows': ({ limit }) => `文件超过 ${limit} 行，请拆分`,
    'file-too-many-columns': ({ limit }) => `超过 ${limit} 列，请删除不需要的列`,
    'file-row-too-wide': ({ cells, columns }) =>
      `有 ${cells} 个单元格，表头只有 ${columns} 列；含分隔符的内容请加引号`,
    'file-row-too-long': ({ limit }) => `超过 ${limit} 个字符，请检查是否有未闭合的引号`,
    'file-field-too-long': ({ limit }) => `超过 ${limit} 个字符，请缩短`,
    'file-quote': () => '引号位置错误或未闭合，请改正',
    'file-json-malformed': () => '不是有效的 JSON，请改正',
    'file-json-not-object': () => '每行须写成 {"code": …} 的形式',
    'file-json-key-twice': ({ column }) => `“${column}”重复，请只保留一个`,
    'file-json-value': ({ value }) => `${value} 不是文本或数字，请修改`,
    'file-xlsx-malformed': ({ name }) => `${name} 不是完好的 XLSX 文件，请重新保存`,
    'file-xlsx-too-large': ({ name, limitMb }) => `${name} 解压后超过 ${limitMb} MB 或异常，请拆分`,
    'file-xlsx-cell': ({ cell, value }) => `单元格 ${cell} 的内容是 ${value}，请填写文本或数字`,
    'file-xlsx-formula': ({ cell }) => `单元格 ${cell} 的公式没有计算结果，请粘贴为值`,
    'file-xlsx-too-many-rows': ({ limit }) => `工作表最多 ${limit} 行，请导出为 CSV`,
    'usage-unknown-option': ({ option, nearest }) =>
      `没有选项 ${option}；${nearestHint(nearest)}可用 --help 查看全部选项`,
    'usage-option-value': ({ option }) => `${option} 后面缺少内容，请补上`,
    'usage-too-many': ({ values }) => `参数过多：${list(values)}；含空格的品名请加引号`,
    'usage-unknown-command': ({ value, nearest }) =>
      `没有命令“${value}”；${nearestHint(nearest)}用 stockbook --help 查看全部命令`,
    'usage-incomplete-command': ({ command, words }) =>
      `“${command}”后面还要写：${list(words)}；请看 stockbook ${command} --help`,
    'usage-missing': ({ missing, command }) =>
      `缺少：${list(missing.map(neededNamed))}；请看 stockbook ${command} --help`,
    'usage-needs': ({ option, needs }) => `${option} 须与${within(needs)}同时使用`,
    'usage-conflict': ({ one, other }) => `${argumentNamed(one)} 与${within(other)}不能同时使用，请只选其一`,
    'usage-twice': ({ option, one, other }) => `${option} 既是“${one}”又是“${other}”，请只写一次`,
    'import-what': ({ path }, command) =>
      `请说明文件的内容：${command(`import devices ${shellWord(path)}`)}（设备）或 ${command(`import movements ${shellWord(path)}`)}（出入库记录）`,
    'usage-nothing-to-change': ({ command }) => `没有要修改的内容；请看 stockbook ${command} --help`,
    'not-utf8': ({ value }) => `“${value}”不是 UTF-8 编码；请把终端或脚本的编码设为 UTF-8 后重试`,
    'folder-not-utf8': ({ value }) => `当前文件夹的名称 ${value} 不是 UTF-8 编码，请改名`,
    'usage-not-text': ({ format }) => `${format} 不能输出到终端，请用 -o 指定文件`,
    'period-backwards': ({ since, until }) => `--since ${since} 晚于 --until ${until}，请对调`,
    'time-to-come': ({ value }) => `“${value}”还没有到，请输入更早的时间`,
    'columns-unknown': ({ columns, known }) =>
      `未知的列：${list(columns)}；可用的列：${list(known.map(columnNamed))}；要忽略未知的列，请加 --ignore-extra`,
    'columns-missing': ({ columns }) => `缺少列：${list(columns.map(columnNamed))}`,
    'columns-repeated': ({ column }) => `有两列都表示${columnNamed(column)}，请删除一列`,
    'rows-rejected': ({ rows, skipped }) =>
      skipped
        ? `${rows} 行有误，已跳过`
        : `未导入任何内容：${rows} 行有误；请改正，或用 --skip-bad 只导入其余各行`,
    'counts-broken': ({ entry }, command) =>
      `盘点结果无法修复；请先用 ${command(`undo ${entry}`)} 撤销，再重盘`,
    'damage-found': ({ findings }, command) => `台账有 ${findings} 处问题，可用 ${command('repair')} 修复`,
    'entry-beyond-memory': ({ entryMb, neededMb, limitMb }) =>
      `有一条 ${entryMb} MB 的流水约需 ${neededMb} MB 内存，而 Node 只能用 ${limitMb} MB；请设 NODE_OPTIONS=--max-old-space-size=${neededMb}`,
    'memory-short': ({ rows, neededMb, limitMb }) =>
      `${rows} 行约需 ${neededMb} MB 内存，而 Node 只能用 ${limitMb} MB；请设 NODE_OPTIONS=--max-old-space-size=${neededMb}`,
    'system-refused': ({ reason, action }) =>
      `系统拒绝了 ${action} 操作（${reason}），请检查磁盘、权限和输出位置`,
    internal: ({ reason }) => `stockbook 出现程序错误：${reason}；设 STOCKBOOK_DEBUG=1 可查看位置`,
  })),
  command: (words) => `stockbook ${words}`,
  error: (text) => `错误：${text}`,
  between: '；',
  fieldProblem: (field, text) => `${field}：${text}`,
  rejectedRow: (row, text) => `第 ${row} 行：${text}`,
  placeholders,
  fields,
  notice: (notice, command) => {
    switch (notice.key) {
      case 'torn-tail-set-aside':
        return `提示：被中断的命令留下的内容已移到 ${notice.keptAs}，它没有记录成功`;
      case 'book-rebuilt':
        return notice.keptAs === null
          ? `提示：${notice.where} 不见了，已根据流水账重建`
          : `提示：${notice.where} 被其他程序改过；改过的文件保存为 ${notice.keptAs}，已根据流水账重建`;
      case 'book-not-as-written':
        return `提示：${notice.where} 被其他程序改过，以下内容以流水账为准`;
      case 'damaged-after':
        return `警告：流水账在 #${notice.place.entry} 之后${atByte(notice.place)}损坏，只显示到该处；请用 ${command('repair')} 修复`;
      case 'upgraded':
        return `提示：台账已从格式 ${notice.from} 升级到格式 ${notice.to}，旧文件保存为 ${notice.keptAs.join('、')}`;
      case 'tables-upgraded':
        return `提示：${notice.where} 的数据表由较早版本的 stockbook 建立，现已升级；此后使用该台账都需要这个版本`;
      case 'restored-upgraded':
        return `提示：备份为格式 ${notice.from}，恢复出的台账为格式 ${notice.to}`;
      case 'backup-torn':
        return `提示：${notice.where} 末尾${atByte(notice.place)}有被中断的命令留下的内容，未恢复`;
      case 'after-repair':
        return `提示：修复已完成，但其后的操作失败（${notice.reason}），将由下一条写入的命令补完`;
      case 'password-visible':
        return '提示：写在 --store 中的密码会被本机其他人看到；请改用 PGPASSWORD 或 PGPASSFILE';
      case 'after-commit':
        return `提示：流水已记录，但其后的操作失败（${notice.reason}）`;
    }
  },
  shown: (line) => line,
  finding: (finding) => {
    switch (finding.key) {
      case 'count-differs':
        return `规则 5，流水 #${finding.place.entry}：盘点 #${finding.params.count} 对${zhWithin(finding.params.place)}的 ${finding.params.code} 的过账不等于实盘减当时账存`;
      case 'value-differs':
        return `规则 6，流水 #${finding.place.entry}：${finding.params.code} 的库存金额与历史不符`;
      case 'queue-differs':
        return `规则 4，流水 #${finding.place.entry}：${placeNamed(finding.params.queue, 'zh')}中的 ${finding.params.code} 与该笔流水放入后剩余的不符`;
      case 'entry-damaged':
        return finding.params.reason === 'changed'
          ? `流水 #${finding.place.entry}${atByte(finding.place)}与写入时不同：被改动、删除或移位`
          : `流水 #${finding.place.entry}${atByte(finding.place)}与之前的流水不符${finding.params.broken === undefined ? '' : `：${brokenRules[finding.params.broken.invariant]}${finding.params.broken.place === null ? '' : `（${placeNamed(finding.params.broken.place, 'zh')}）`}`}`;
      case 'entries-missing':
        return finding.place.entry === finding.params.seen
          ? `流水账末尾缺少 #${finding.place.entry}`
          : `流水账末尾缺少 #${finding.place.entry} 至 #${finding.params.seen}`;
      case 'torn-tail':
        return `第 ${finding.place.byte} 字节之后有中断命令留下的 ${finding.params.bytes} 字节`;
      case 'book-missing':
        return `${finding.place.path} 不见了`;
      case 'book-torn':
        return `${finding.place.path} 因断电或崩溃而不完整`;
      case 'book-differs':
        return `${finding.place.path} 与流水账不符`;
    }
  },
  headings: {
    sellable: '可售',
    elsewhere: '其他地点',
    place: '地点',
    there: '地点结存',
    onHand: '库存数量',
    value: '金额',
    entry: '流水',
    at: '时间',
    by: '操作员',
    what: '操作',
    change: '变动',
    balance: '结存',
    undone: '关联流水',
    lastCost: '最后进价',
    addedAt: '登记时间',
    changedAt: '变动时间',
    kind: '类别',
  },
  low: '低',
  list,
  clauses: (statements) => statements.join('；'),
  inBrackets: (text) => `（${text}）`,
  undoneBy: (entry) => `被 #${entry} 撤销`,
  undoes: (entry) => `撤销 #${entry}`,
  totals: (devices) => `合计 ${devices} 种`,
  columnsLeftOut: (headings) => `因宽度不足未显示：${list(headings)}`,
  noMatch: '没有符合条件的设备',
  writtenUnsaid: (reason) => `提示：文件已写好，但标准输出失败（${reason}）`,
  guard: {
    suspicion,
    note: (suspicions) => `提示：疑似误操作：${suspicions.map(suspicion).join('；')}`,
    low: (found) => `提示：${suspicion(found)}`,
    question: '仍要记录吗？',
    notRecorded: '未记录',
  },
  inTheWay: (entries) =>
    `；与后来的流水冲突：${list(entries.map(({ entry, type, code, change }) => `#${entry} ${typeNamed(type)} ${code}${change === null ? '' : ` ${signed(change)}`}`))}`,
  corrects: (entry) => `更正 #${entry}`,
  effect: {
    device: (code, name, parts) => `  ${code} ${name}：${parts.join('；')}`,
    onHand: (from, to) => `现有 ${from} → ${to}`,
    atPlace: (place, from, to) => `${place} ${from} → ${to}`,
    place: (from, to) =>
      from === null ? `  恢复地点 ${to}` : to === null ? `  移除地点 ${from}` : `  ${from} → ${to}`,
    stillOnHand: (units) => `现有 ${units}`,
    attribute: (field, from, to) => `${field} ${from} → ${to}`,
    added: '回到台账',
    removed: '移出台账',
    more: (devices) => `  ……还有 ${devices} 种设备`,
  },
  none: '–',
  confirm: {
    repair: (path) => `修复会移出 ${path} 的损坏部分，保留完好的部分`,
    replace: (path) => `${path} 已存在，将被替换`,
    proceed: '继续吗？',
    nothingDone: '未执行任何操作',
  },
  progress: { reading: '读取', checking: '核对', writing: '写入' },
  rows: (rows) => `${rows} 行`,
  pages: { next: '空格：下一页，↑↓：滚动，q：返回', end: '已到末尾，q：返回', goOn: '回车：返回菜单' },
  ask: {
    yesOrNo: (label, usual) => `${label}（${usual ? 'Y/n' : 'y/N'}）`,
    sayYesOrNo: '请输入 y 或 n',
    nothingFound: '没有符合的设备',
    moreBelow: (items) => `……还有 ${items} 项 ↓`,
    more: (items) => `……还有 ${items} 项，请继续输入`,
    quickKeys: (choices) => `回车：第一项   1–${choices}：选定   ↑↓ 移动   Esc 返回`,
    usualQuantity: (usual, onHand, rule) =>
      `回车：${usual}${onHand === null ? '' : `   现有 ${onHand}`}   ${rule}`,
    noSuchChoice: (typed) => `没有“${typed}”这个选项`,
    noSuchDevice: (typed) => `没有入库编号为“${typed}”的设备`,
    noPlaceFound: '没有符合的地点',
    noSuchPlace: (typed) => `没有地点“${typed}”`,
    candidate: ({ code, name, brand, quantity }) =>
      `${code}  ${name}${brand === null ? '' : `  ${brand}`}${quantity === null ? '' : `  现有 ${quantity}`}`,
    keys: '↑↓ 移动   ⏎ 选定   Esc 返回',
    plainKeys: '上下键移动   回车选定   Esc 返回',
    numberOf: (choices) => `请输入 1 到 ${choices} 的序号`,
    which: '哪种设备？',
    value: (label, optional) =>
      `${label}${optional ? '（可直接回车）' : ''}${label.endsWith('？') ? '' : '：'}`,
    menu: '要做什么？',
    leave: '退出',
    file: '文件',
  },
  help: {
    usage: '用法：',
    options: '选项：',
    globalOptions: '通用选项：',
    arguments: '参数：',
    commands: '命令：',
    examples: '示例：',
    tagline: '命令行库存台账：每笔出入库都有据可查，一台不少。',
    more: '用 stockbook 命令 --help 查看该命令的说明和示例。',
    optionsWord: '[选项]',
    commandWord: '[命令]',
  },
};
