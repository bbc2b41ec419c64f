import { argument, asTyped } from '../../options.ts';

/** The place that a command is about. */
export const placeArgument = argument(
  '[place]',
  { en: 'its name, such as shop-1/back', zh: '名称，例如 太原街店/库房' },
  asTyped,
  'places',
);
