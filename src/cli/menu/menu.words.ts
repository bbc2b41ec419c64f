import { counted } from '../words/counting.ts';

type ItemName =
  | 'in'
  | 'out'
  | 'scan'
  | 'count'
  | 'transfer'
  | 'pending'
  | 'inspect'
  | 'toDeliver'
  | 'look'
  | 'undo'
  | 'low'
  | 'day'
  | 'print'
  | 'places'
  | 'more';

/** What it says. */
interface Messages {
  readonly where: (path: string) => string;
  readonly counts: (devices: number, units: string) => string;
  readonly low: (devices: readonly string[], more: number) => string;
  readonly nothingLow: string;
  readonly undoWhich: string;
  readonly undoJust: (entry: number) => string;
  readonly recorded: (entry: number) => string;
  /** What can be done with a device. */
  readonly acts: { readonly [act in 'out' | 'in' | 'look' | 'outMany' | 'inMany']: string };
  /** What the items are called that are more, or less, than one command. */
  readonly items: { readonly [item in ItemName]: string };
  readonly addIt: string;
  /** What can be done about a refusal. */
  readonly waysOut: {
    readonly skipBad: string;
    readonly update: string;
    readonly again: string;
    readonly ignoreExtra: string;
    readonly decimal: string;
    readonly encoding: string;
    readonly sheet: string;
    readonly headerRow: string;
    readonly symbology: string;
    /** A barcode or sheets that leave more room. */
    readonly wider: string;
    readonly ready: string;
    readonly countedAlready: string;
    readonly add: string;
    readonly replace: string;
    readonly tryAgain: string;
  };
  readonly back: string;
  /** The place where the till records, to be changed. */
  readonly place: (place: string) => string;
  readonly language: string;
  readonly noStore: (directory: string) => string;
  readonly make: string;
  readonly sample: string;
  readonly sampleMade: (path: string) => string;
  readonly currency: string;
}

/** Its words. */
export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    where: (path) => `stockbook  ${path}`,
    counts: (devices, units) => `${counted(devices, 'device')}, ${units} on hand`,
    low: (devices, more) => `low: ${devices.join(', ')}${more > 0 ? ` … and ${more} more` : ''}`,
    nothingLow: 'nothing is low',
    undoWhich: 'Which entry?',
    undoJust: (entry) => `take back #${entry}, just recorded`,
    recorded: (entry) => `recorded as #${entry}; “undo” in the menu takes back only that`,
    acts: {
      out: 'out, 1',
      in: 'in, 1',
      look: 'look',
      outMany: 'out, more than 1',
      inMany: 'in, more than 1',
    },
    items: {
      in: 'stock in',
      out: 'stock out',
      scan: 'scan',
      count: 'count',
      transfer: 'transfer',
      pending: 'pending',
      inspect: 'take in a delivery to be inspected',
      toDeliver: 'sell goods to be delivered later',
      look: 'look up',
      undo: 'undo',
      low: 'low stock',
      day: 'day report',
      print: 'print',
      places: 'places',
      more: 'more',
    },
    addIt: 'add it as a new device',
    waysOut: {
      skipBad: 'Skip the bad rows and import the others?',
      update: 'Change the devices that exist?',
      again: 'Import them all the same?',
      ignoreExtra: 'Leave these columns out?',
      decimal: 'What stands before decimals?',
      encoding: 'Which encoding?',
      sheet: 'Which sheet?',
      headerRow: 'row of the headers',
      symbology: 'Which barcode instead?',
      wider: 'Which barcode or sheet instead?',
      ready: 'Post the other lines?',
      countedAlready: 'What about this count?',
      add: 'add it: another end of the shelf',
      replace: 'put it in place of the first: that was wrong',
      tryAgain: 'Try again?',
    },
    back: 'back',
    place: (place) => `place: ${place} (change)`,
    language: '中文 / English',
    noStore: (directory) => `there is no stock book in ${directory} or a folder above it`,
    make: 'make one here',
    sample: 'try the sample in a separate directory',
    sampleMade: (path) => `the sample book is at ${path}; nothing here is changed`,
    currency: 'currency (ISO 4217)',
  },
  zh: {
    where: (path) => `stockbook  ${path}`,
    counts: (devices, units) => `${devices} 种设备，库存共 ${units} 台`,
    low: (devices, more) => `低库存：${devices.join('、')}${more > 0 ? `……还有 ${more} 种` : ''}`,
    nothingLow: '没有低于最低库存的设备',
    undoWhich: '撤销哪一笔？',
    undoJust: (entry) => `撤销刚记录的 #${entry}`,
    recorded: (entry) => `已记录为 #${entry}；记错了可选“撤销”`,
    acts: { out: '出库 1 台', in: '入库 1 台', look: '查看', outMany: '出库多台', inMany: '入库多台' },
    items: {
      in: '入库',
      out: '出库',
      scan: '扫码',
      count: '盘点',
      transfer: '调拨',
      pending: '待办',
      inspect: '到货待检',
      toDeliver: '销售待送',
      look: '查库存',
      undo: '撤销',
      low: '低库存',
      day: '日结',
      print: '打印',
      places: '地点',
      more: '更多',
    },
    addIt: '登记为新设备',
    waysOut: {
      skipBad: '跳过有误的行，导入其余各行吗？',
      update: '更新已有的设备吗？',
      again: '仍要再次导入吗？',
      ignoreExtra: '忽略这些列吗？',
      decimal: '小数点是哪一个？',
      encoding: '文件用的是哪种编码？',
      sheet: '哪张工作表？',
      headerRow: '表头在第几行',
      symbology: '改用哪种条码？',
      wider: '改用哪种条码或标签纸？',
      ready: '只过账其余各行吗？',
      countedAlready: '这次的数量怎么记？',
      add: '累加：货架另一端的',
      replace: '替换：上次数错了',
      tryAgain: '再试一次吗？',
    },
    back: '返回',
    place: (place) => `地点：${place}（更换）`,
    language: '中文 / English',
    noStore: (directory) => `${directory} 及其上级文件夹中没有台账`,
    make: '在当前文件夹新建',
    sample: '试用示例台账（另建文件夹）',
    sampleMade: (path) => `示例台账在 ${path}，不影响当前文件夹`,
    currency: '货币（ISO 4217 代码）',
  },
};
