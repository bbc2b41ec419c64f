import { rowTypes } from '../../../inventory/look/history.ts';
import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
export interface InfoMessages {
  readonly where: string;
  readonly format: string;
  readonly formatOf: (format: number, upgradedFrom: number | null) => string;
  readonly currency: string;
  readonly devices: string;
  readonly units: string;
  readonly places: string;
  /** Entries that wait for a step. */
  readonly pending: string;
  readonly entries: string;
  readonly size: string;
  readonly lastEntry: string;
  readonly standby: string;
  /** Whether a commit waits for a second server. */
  readonly waits: (does: boolean) => string;
  /** What an entry was made by: a command's name. */
  readonly madeBy: (command: string) => string;
  readonly none: string;
}

/** The commands that make entries, beside those that a row of a history is named after. */
const entryCommands: { readonly [command: string]: string } = {
  import: '导入',
  correct: '更正',
  repair: '修复',
  order: '订货',
  receive: '收货',
  accept: '验收或批准',
  reject: '拒收或驳回',
  'write-off': '报损',
  deliver: '送货',
  cancel: '取消',
  'place-add': '新建地点',
  'place-edit': '修改地点',
  'place-remove': '移除地点',
  'count-open': '盘点开始',
  'count-enter': '录入实盘',
  'count-rest': '其余计为 0',
  'count-recount': '抽样复盘',
  'count-freeze': '盘点冻结',
  'count-thaw': '盘点解冻',
  'count-post': '盘点过账',
  'count-cancel': '盘点取消',
  'count-spot': '单项盘点',
};
const typeNamed = (type: string): string => rowTypes.find(({ value }) => value === type)?.term.zh ?? type;

/** What help says of it, and what it says. */
export const words: CommandWords<InfoMessages> = {
  en: {
    summary: 'where the store is, and what is in it',
    examples: [
      { typed: 'stockbook info', does: 'of the nearest store' },
      { typed: 'stockbook info --store ~/shop --json', does: 'of another one, for a script' },
    ],
    where: 'stock book',
    format: 'format',
    formatOf: (format, from) => (from === null ? String(format) : `${format} (upgraded from ${from})`),
    currency: 'currency',
    devices: 'devices',
    units: 'units on hand',
    places: 'places',
    pending: 'pending entries',
    entries: 'entries',
    size: 'size',
    lastEntry: 'last entry',
    standby: 'standby',
    waits: (does) =>
      does ? 'a commit waits for it' : 'a commit waits for none: a failover may lose confirmed entries',
    madeBy: (command) => command,
    none: 'none',
  },
  zh: {
    summary: '台账的位置和概况',
    examples: [
      { typed: 'stockbook info', does: '最近的台账' },
      { typed: 'stockbook info --store ~/shop --json', does: '另一处台账，供脚本使用' },
    ],
    where: '台账',
    format: '格式',
    formatOf: (format, from) => (from === null ? String(format) : `${format}（由 ${from} 升级）`),
    currency: '货币',
    devices: '设备种数',
    units: '库存总数',
    places: '地点数',
    pending: '待办笔数',
    entries: '流水笔数',
    size: '大小',
    lastEntry: '最后一笔',
    standby: '备用机',
    waits: (does) => (does ? '提交时等待其确认' : '提交时不等待：切换服务器时可能丢失已确认的流水'),
    madeBy: (command) => entryCommands[command] ?? typeNamed(command),
    none: '无',
  },
};
