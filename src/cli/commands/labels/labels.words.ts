import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'shelf labels with barcodes, as a page, a PDF or a picture',
    examples: [
      {
        typed: 'stockbook labels --all -o labels.pdf',
        does: 'one label for each device, on A4 sheets of 3 × 8',
      },
      {
        typed: 'stockbook labels TV-0001 --per-unit --sheet roll-50x30 -o roll.pdf',
        does: 'one for each unit on hand, on a roll of labels',
      },
      {
        typed: 'stockbook labels --kind dvd --symbology qr --skip 5 -o labels.html',
        does: 'QR codes; the first 5 labels of the sheet are used already',
      },
    ],
  },
  zh: {
    summary: '带条码的货架标签，网页、PDF 或图片',
    examples: [
      { typed: 'stockbook labels --all -o labels.pdf', does: '每种设备一张，A4 纸 3 × 8' },
      {
        typed: 'stockbook labels TV-0001 --per-unit --sheet roll-50x30 -o roll.pdf',
        does: '按库存数量每件一张，卷装标签纸',
      },
      {
        typed: 'stockbook labels --kind dvd --symbology qr --skip 5 -o labels.html',
        does: '二维码；第一页已用去 5 张',
      },
    ],
  },
};
