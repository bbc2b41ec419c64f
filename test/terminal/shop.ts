import { filledOnce, run } from '../cli/run.ts';

/** A store with a device of each kind, made without a terminal. */
export const makeShop = filledOnce((folder) => {
  const add = (...words: string[]) => run(folder, ['add', ...words]);
  run(folder, ['init']);
  add(
    ...[
      'tv',
      '--code',
      'TV-1',
      '--name',
      '长虹等离子',
      '--brand',
      '长虹',
      '--size',
      '42',
      '--panel',
      'plasma',
    ],
    ...['--price', '3000', '--quantity', '10', '--minimum', '3'],
  );
  add(
    ...['dvd', '--code', 'D-1', '--name', 'Nova player', '--disc', 'hd', '--price', '459', '--quantity', '5'],
  );
});
