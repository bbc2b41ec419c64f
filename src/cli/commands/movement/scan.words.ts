import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'record movements with a barcode scanner',
    examples: [
      { typed: 'stockbook scan out', does: 'each line CODE, CODE*3 or 3 CODE; Ctrl-D ends' },
      { typed: 'stockbook scan in --ref PO-77 < codes.txt', does: 'from a file; 4 if a line was refused' },
      { typed: 'stockbook scan count-up', does: 'units found on the shelf, counted up as corrections' },
    ],
  },
  zh: {
    summary: '扫码枪连续出入库',
    examples: [
      { typed: 'stockbook scan out', does: '每行 编号、编号*3 或 3 编号；Ctrl-D 结束' },
      { typed: 'stockbook scan in --ref PO-77 < codes.txt', does: '读取文件；有未记录的行则退出码为 4' },
      { typed: 'stockbook scan count-up', does: '把货架上点到的数量作为更正累加' },
    ],
  },
};
