import { parseDay } from '../../../inventory/values/time.ts';
import { option } from '../../options.ts';

/** Until when an order is to come. */
export const due = option(
  '--due <date>',
  { en: 'the day by which it is to come', zh: '预计到货日' },
  (text, { now }) => parseDay(text, now),
);
