import { playBadDays } from './bad-days.ts';

playBadDays(1);
