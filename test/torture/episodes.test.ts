import { playBadDays } from './bad-days.ts';

playBadDays(0);
