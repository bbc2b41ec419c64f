// A stock book as most people would write it: commander and lowdb, one JSON file that is read whole and rewritten whole at
// every step, with the adapter that lowdb brings. Nothing is synced and nothing is locked.
import { readFileSync } from 'node:fs';
import { program } from 'commander';
import { parse } from 'csv-parse/sync';
import { JSONFileSyncPreset } from 'lowdb/node';

const open = (file) => JSONFileSyncPreset(file, { devices: [], movements: [] });

function move(data, byCode, { code, change, reason, ref }) {
  const device = byCode(code);
  if (device === undefined) program.error(`no device ${code}`);
  if (!Number.isSafeInteger(change) || change === 0) program.error(`not a quantity: ${change}`);
  if (device.quantity + change < 0) program.error(`${code} has ${device.quantity} on hand`);
  device.quantity += change;
  const at = new Date().toISOString();
  data.movements.push({ at, by: 'li', code, change, balance: device.quantity, reason, ref });
  return device.quantity;
}

program.command('move <file> <code> <change>').action((file, code, change) => {
  const db = open(file);
  const byCode = (wanted) => db.data.devices.find((device) => device.code === wanted);
  const balance = move(db.data, byCode, { code, change: Number(change), reason: 'sale' });
  db.write();
  console.log(`${code}: ${balance} on hand`);
});

program.command('list <file>').action((file) => {
  const { devices } = open(file).data;
  const lines = devices.map(({ code, name, brand, kind, size, panel, disc, price, quantity }) =>
    [
      code.padEnd(14),
      name.padEnd(40),
      brand.padEnd(10),
      kind.padEnd(6),
      String(size).padStart(5),
      panel.padEnd(8),
      disc.padEnd(10),
      (price / 100).toFixed(2).padStart(12),
      String(quantity).padStart(8),
    ].join('  '),
  );
  const units = devices.reduce((sum, { quantity }) => sum + quantity, 0);
  console.log(`${lines.join('\n')}\n${devices.length} devices ${units}`);
});

program.command('history <file> <code>').action((file, code) => {
  const rows = open(file).data.movements.filter((movement) => movement.code === code);
  const lines = rows.map(({ at, by, change, balance, reason }) =>
    [at, by, reason.padEnd(12), String(change).padStart(8), String(balance).padStart(8)].join('  '),
  );
  console.log(lines.join('\n'));
});

program.command('import <file> <csv>').action((file, csv) => {
  const db = open(file);
  const index = new Map(db.data.devices.map((device) => [device.code, device]));
  const rows = parse(readFileSync(csv), { columns: true });
  for (const { code, type, quantity, reason, ref } of rows) {
    const change = type === 'in' ? Number(quantity) : -Number(quantity);
    move(db.data, (wanted) => index.get(wanted), { code, change, reason, ref });
  }
  db.write();
  console.log(`imported ${rows.length}`);
});

program.parse();
