import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly nothingToRepair: string;
  readonly setAside: (path: string) => string;
  readonly lost: (entries: string, areSetAside: boolean) => string;
  readonly stockKept: (entries: string) => string;
  readonly bookRebuilt: string;
  readonly firstLineRebuilt: string;
  readonly unproved: (entries: string) => string;
  readonly before: (entries: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'rebuild a damaged store; nothing is deleted',
    examples: [
      { typed: 'stockbook repair', does: 'sets damaged pieces aside and lists what is lost' },
      { typed: 'stockbook verify && echo sound', does: 'check it afterwards' },
    ],
    nothingToRepair: 'nothing to repair',
    setAside: (path) => `set aside: ${path}`,
    lost: (entries, areSetAside) =>
      `lost from the history: ${entries}${areSetAside ? ' (they are in the file set aside)' : ''}`,
    stockKept: (entries) => `corrected: stock reset to the last known figure (${entries})`,
    bookRebuilt: 'the book was rebuilt',
    firstLineRebuilt: "the journal's first line was rebuilt",
    unproved: (entries) => `kept, but cannot be verified: ${entries}`,
    before: (entries) => `earlier repairs wrote ${entries} to replace lost entries or correct the stock`,
  },
  zh: {
    summary: '修复损坏的台账，不删除任何内容',
    examples: [
      { typed: 'stockbook repair', does: '移出损坏部分，并说明丢失了什么' },
      { typed: 'stockbook verify && echo 完好', does: '修复后再核对' },
    ],
    nothingToRepair: '没有需要修复的内容',
    setAside: (path) => `已移出：${path}`,
    lost: (entries, areSetAside) => `历史中丢失：${entries}${areSetAside ? '（见移出的文件）' : ''}`,
    stockKept: (entries) => `已更正：库存恢复为最后已知的数量（${entries}）`,
    bookRebuilt: '台账已重建',
    firstLineRebuilt: '流水账的第一行已重建',
    unproved: (entries) => `已保留，但无从核对：${entries}`,
    before: (entries) => `以前的修复写入了 ${entries}，以代替丢失的流水或更正库存`,
  },
};
