import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly title: string;
  /** How to print them in their true size. */
  readonly hint: string;
  readonly made: (labels: number, sheets: number, path: string) => string;
  readonly none: string;
  readonly many: (labels: number) => string;
  /** The sheets of an SVG are stacked. */
  readonly below: (sheets: number) => string;
  /** That the font of a PDF has not every character. */
  readonly lacking: string;
  readonly which: string;
  readonly choices: { readonly one: string; readonly inStock: string; readonly all: string };
  readonly file: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
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
        does: 'QR codes; the first 5 labels of the sheet are used',
      },
      {
        typed: 'stockbook labels --places shop-1 shop-1/back -o places.pdf',
        does: 'labels that switch a scanner to a place',
      },
    ],
    title: 'Shelf labels',
    hint: 'Print at actual size (100 %), without margins, headers or footers.',
    made: (labels, sheets, path) =>
      `${counted(labels, 'label')} on ${counted(sheets, 'sheet')} written to ${path}`,
    none: 'no labels to print; nothing was written',
    many: (labels) => `${labels} labels would be printed`,
    below: (sheets) => `note: the ${sheets} sheets are stacked in one picture; for paper, make .pdf or .html`,
    lacking: 'note: the font lacks some characters, printed as 〓 or ?; name another font with --font',
    which: 'Labels for which devices?',
    choices: {
      one: 'one device',
      inStock: 'all devices in stock',
      all: 'all devices',
    },
    file: 'file (.html, .pdf or .svg)',
  },
  zh: {
    summary: '货架标签（带条码）',
    examples: [
      { typed: 'stockbook labels --all -o labels.pdf', does: '每种设备一张，A4 纸每页 3 × 8 张' },
      {
        typed: 'stockbook labels TV-0001 --per-unit --sheet roll-50x30 -o roll.pdf',
        does: '按库存数量每台一张，卷筒标签纸',
      },
      {
        typed: 'stockbook labels --kind dvd --symbology qr --skip 5 -o labels.html',
        does: '二维码；第一页已用去 5 张',
      },
      {
        typed: 'stockbook labels --places 太原街店 太原街店/库房 -o 地点.pdf',
        does: '地点标签，扫码时用来换地点',
      },
    ],
    title: '货架标签',
    hint: '请按实际大小（100%）打印，不留页边距、页眉和页脚。',
    made: (labels, sheets, path) => `已将 ${labels} 张标签（${sheets} 页）写入 ${path}`,
    none: '没有要打印的标签，未写入任何内容',
    many: (labels) => `将打印 ${labels} 张标签`,
    below: (sheets) => `提示：${sheets} 页在一幅图中上下排列；要打印请用 .pdf 或 .html`,
    lacking: '提示：字体缺少部分字符，以 〓 或 ? 代替；可用 --font 指定其他字体',
    which: '打印哪些设备的标签？',
    choices: { one: '一种设备', inStock: '全部有库存的设备', all: '全部设备' },
    file: '文件（.html、.pdf 或 .svg）',
  },
};
