import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledWithTwo, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Ten televisions and twenty players at main; entry 3 makes two shops, one with a shelf. */
const fill = filledWithTwo('place add shop-1 shop-1/A3 太原街店');
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const scan = (input: string, line: string, env: { readonly [name: string]: string } = {}) =>
  run(folder, ['scan', ...line.split(' ')], { input, env: { STOCKBOOK_UNGUARDED: 'all', ...env } });
const json = (line: string) => JSON.parse(run(folder, [...line.split(' '), '--json']).stdout);
/** How many of a device lie where. */
const lying = (code: string) =>
  Object.fromEntries(
    (json(`show ${code}`).places as { place: string; quantity: number }[]).map((one) => [
      one.place,
      one.quantity,
    ]),
  );

describe('scanning at a place', () => {
  it('records where --place says, else where STOCKBOOK_PLACE says', () => {
    expect(scan('T1\n', 'in --place shop-1').code).toBe(0);
    expect(scan('T1*2\n', 'in', { STOCKBOOK_PLACE: '太原街店' }).code).toBe(0);
    expect(lying('T1')).toEqual({ main: 10, 'shop-1': 1, 太原街店: 2 });
    expect(scan('T1\n', 'in --place nowhere')).toMatchObject({ code: 3, stdout: '' });
  });

  it('goes on where the label of a place says', () => {
    const { code, stdout, stderr } = scan('T1\n@shop-1/A3\nT1*2\n @太原街店 \nT1*3\n@MAIN\nundo\n', 'in');
    expect(code).toBe(0);
    expect(lying('T1')).toEqual({ main: 11, 'shop-1/A3': 2 });
    expect(stdout).toMatch(/T1 T: 2 at shop-1\/A3, 13 on hand/);
    expect(stderr).toContain('shop-1/A3');
  });

  it('records nothing after a label that is unknown, until one is known', () => {
    const { code, stderr } = scan('@nowhere\nT1\n@shop-1\nT1\n', 'in');
    expect(code).toBe(4);
    expect(stderr).toMatch(/line 1 refused: “@nowhere”/);
    expect(stderr).toMatch(/line 2 refused: “T1”/);
    expect(lying('T1')).toEqual({ main: 10, 'shop-1': 1 });
    expect(scan('@transit\n', 'in').code).toBe(4);
  });
});

describe('scan transfer', () => {
  it('moves each line from one place to the other', () => {
    const { code, stdout } = scan('T1*2\nD1\nT1*9\n', 'transfer --from main --to shop-1');
    expect(code).toBe(4);
    expect([lying('T1'), lying('D1')]).toEqual([
      { main: 8, 'shop-1': 2 },
      { main: 19, 'shop-1': 1 },
    ]);
    expect(stdout).toMatch(/T1 +T +1 +\+?2 +10\n/);
    expect(json('verify')).toMatchObject({ ok: true });
  });

  it('takes from where a label says', () => {
    expect(scan('T1\n@太原街店\nT1\n', 'transfer --from main --to shop-1').code).toBe(4);
    expect(scan('@main\nT1\nundo\n@main\nT1*3\n', 'transfer --from shop-1 --to 太原街店').code).toBe(0);
    expect(lying('T1')).toEqual({ main: 6, 'shop-1': 1, 太原街店: 3 });
  });

  it('sends all lines as one shipment under the number of the first', () => {
    const { code, stdout } = scan(
      'T1*2\nD1*3\nT1\nundo\nD1\n',
      'transfer --from main --to shop-1 --in-transit --json',
    );
    expect(code).toBe(0);
    const [first] = stdout.split('\n').map((line) => (line === '' ? null : JSON.parse(line)));
    expect(first).toMatchObject({ type: 'transfer', entry: 4 });
    expect(json('pending')).toMatchObject([
      { entry: 4, code: 'D1', quantity: 4, left: 4, from: 'main', to: 'shop-1' },
      { entry: 4, code: 'T1', quantity: 2, left: 2 },
    ]);
    expect(json('report slip 4').rows).toMatchObject([
      { code: 'T1', quantity: 2, to: 'shop-1' },
      { code: 'D1', quantity: 3 },
      { code: 'D1', quantity: 1 },
    ]);
    expect(run(folder, ['receive', '4']).code).toBe(0);
    expect([lying('T1'), lying('D1')]).toEqual([
      { main: 8, 'shop-1': 2 },
      { main: 16, 'shop-1': 4 },
    ]);
    expect(run(folder, ['undo', '5', '--json']).stderr).toContain('"in-use"');
  });

  it('needs both places', () => {
    expect(scan('T1\n', 'transfer --to shop-1').stderr).toContain('--from');
    expect(scan('T1\n', 'in --from shop-1').code).toBe(2);
    expect(scan('T1\n', 'out --in-transit').code).toBe(2);
    expect(scan('T1\n', 'transfer --from main --to shop-1 --place main').code).toBe(2);
    expect(scan('T1\n', 'in 4').code).toBe(2);
    expect(scan('T1\n', 'transfer --from main --to MAIN').code).toBe(2);
  });
});

describe('scan receive', () => {
  it('receives a shipment line by line, where it was sent or where a label says', () => {
    scan('T1*4\nD1*3\n', 'transfer --from main --to shop-1 --in-transit');
    const { code, stdout, stderr } = scan('T1*2\n@shop-1/A3\nD1\nT1*3\n@nowhere\n', 'receive 4');
    expect(code).toBe(4);
    expect(stderr).toMatch(/line 4 refused/);
    expect(stdout).toMatch(/T1 +T +1 +\+?2 +10\n/);
    expect([lying('T1'), lying('D1')]).toEqual([
      { main: 6, 'shop-1': 2, transit: 2 },
      { main: 17, 'shop-1/A3': 1, transit: 2 },
    ]);
    expect(scan('T1\n', 'receive').code).toBe(2);
    expect(scan('T1\n', 'receive 1').code).toBe(2);
  });
});
