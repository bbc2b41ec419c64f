import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'receive what is on the road',
    examples: [
      { typed: 'stockbook receive 15 TV-0001 3 --missing 1', does: 'of three, one never arrived' },
      { typed: 'stockbook receive 15 --missing 1', does: 'one is lost, the rest stays on the road' },
      { typed: 'stockbook receive 15', does: 'all that #15 sent and that has not arrived yet' },
    ],
  },
  zh: {
    summary: '在途收货',
    examples: [
      { typed: 'stockbook receive 15 TV-0001 3 --missing 1', does: '三台中一台未到' },
      { typed: 'stockbook receive 15 --missing 1', does: '一台丢失，其余仍在途' },
      { typed: 'stockbook receive 15', does: '#15 的在途全部到货' },
    ],
  },
};
