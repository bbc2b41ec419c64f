import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'receive what is on order, or on the road',
    examples: [
      {
        typed: 'stockbook receive 15 TV-0001 3 --missing 1',
        does: 'of three on the road, one never arrived',
      },
      { typed: 'stockbook receive 15 --missing 1', does: 'one is lost, the rest stays on the road' },
      { typed: 'stockbook receive 15', does: 'all that #15 sent and that has not arrived yet' },
      { typed: 'stockbook receive 16 TV-0001 4 --inspect', does: 'four of order #16, to be inspected first' },
      { typed: 'stockbook receive 16 TV-0001 7 --over', does: 'seven, though only six are still on order' },
    ],
  },
  zh: {
    summary: '收货：订货到货，或在途调拨到货',
    examples: [
      { typed: 'stockbook receive 15 TV-0001 3 --missing 1', does: '在途三台中一台未到' },
      { typed: 'stockbook receive 15 --missing 1', does: '一台丢失，其余仍在途' },
      { typed: 'stockbook receive 15', does: '#15 的在途全部到货' },
      { typed: 'stockbook receive 16 TV-0001 4 --inspect', does: '订货 #16 到货四台，先待检' },
      { typed: 'stockbook receive 16 TV-0001 7 --over', does: '到货七台，多于还在订的六台' },
    ],
  },
};
