import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { perform } from '../measure.js';
import { deviceRows } from '../shop.js';
import { writeTexts } from '../text-file.js';
import { everyMovement } from './json-file.js';

const schema = `
CREATE TABLE device (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE COLLATE NOCASE, kind TEXT, name TEXT, brand TEXT,
  size NUMERIC, panel TEXT, disc TEXT, price NUMERIC, quantity INTEGER NOT NULL CHECK (quantity >= 0));
CREATE TABLE movement (id INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL,
  device INTEGER NOT NULL REFERENCES device, change INTEGER NOT NULL CHECK (change <> 0), balance INTEGER NOT NULL,
  reason TEXT NOT NULL, ref TEXT);
CREATE INDEX movement_device ON movement (device);`;

/** Each row is checked against the quantity that the rows before it left, by a trigger. */
const intake = `
CREATE TEMP TABLE raw (code TEXT, type TEXT, quantity TEXT, reason TEXT, ref TEXT);
CREATE TEMP VIEW intake (device, type, quantity, reason, ref, change) AS VALUES (0, '', '', '', '', 0);
CREATE TEMP TRIGGER take INSTEAD OF INSERT ON intake BEGIN
  SELECT RAISE(ABORT, 'no such device') WHERE NEW.device IS NULL;
  SELECT RAISE(ABORT, 'not a type') WHERE NEW.type NOT IN ('in', 'out');
  SELECT RAISE(ABORT, 'not a quantity') WHERE NEW.quantity GLOB '*[^0-9]*' OR NEW.quantity = ''
    OR CAST(NEW.quantity AS INTEGER) NOT BETWEEN 1 AND 1000000000;
  SELECT RAISE(ABORT, 'not a reason') WHERE NEW.reason NOT IN
    ('purchase', 'return', 'sale', 'damage', 'supplier-return', 'correction', 'other');
  UPDATE device SET quantity = quantity + NEW.change WHERE id = NEW.device;
  INSERT INTO movement (at, by, device, change, balance, reason, ref)
    SELECT datetime('now'), 'li', id, NEW.change, quantity, NEW.reason, NEW.ref FROM device WHERE id = NEW.device;
END;`;
const taking = `
INSERT INTO intake
  SELECT device.id, type, raw.quantity, reason, ref,
    CASE type WHEN 'in' THEN 1 ELSE -1 END * CAST(raw.quantity AS INTEGER)
  FROM raw LEFT JOIN device ON device.code = raw.code ORDER BY raw.rowid;`;

/** A relational table with a checked update, through its shell: one process a command, as stockbook. */
export class Sqlite {
  static title = 'sqlite3';
  static program = 'sqlite3';
  static version = ['--version'];
  static guarantee = 'each transaction synced (synchronous=FULL, rollback journal), all or nothing';
  static how =
    'the `sqlite3` shell, one process a step; the quantity is kept by a checked update beside an indexed table of movements; an import is `.import` into a temporary table, then one transaction in which a trigger checks each row against the quantity that the rows before it left';

  #file;
  #cwd;
  #env;

  constructor({ folder, env }) {
    this.#file = join(folder, 'shop.db');
    this.#cwd = folder;
    this.#env = env;
  }

  load(shop) {
    const devices = join(this.#cwd, 'devices.csv');
    const movements = join(this.#cwd, 'past.csv');
    writeTexts(devices, deviceRows(shop));
    writeTexts(movements, movementTexts(shop));
    const dot = [
      `.import --csv ${devices} d`,
      `CREATE TABLE m (at, by, code, change, balance, reason)`,
      `.import --csv ${movements} m`,
    ];
    perform(
      this.#command(
        '-batch',
        ...dot.flatMap((line) => ['-cmd', line.startsWith('.') ? line : `${line};`]),
        `
      BEGIN; ${schema}
      INSERT INTO device (code, kind, name, brand, size, panel, disc, price, quantity)
        SELECT code, kind, name, brand, size, panel, disc, CAST(price AS NUMERIC), CAST(quantity AS INTEGER) FROM d;
      INSERT INTO movement (at, by, device, change, balance, reason)
        SELECT at, by, device.id, CAST(change AS INTEGER), CAST(balance AS INTEGER), reason
        FROM m JOIN device ON device.code = m.code ORDER BY m.rowid;
      UPDATE device SET quantity = (SELECT balance FROM movement WHERE device = device.id ORDER BY id DESC LIMIT 1);
      DROP TABLE d; DROP TABLE m; COMMIT; VACUUM;`,
      ),
    );
    rmSync(movements);
  }

  #command(...words) {
    return {
      words: ['sqlite3', this.#file, '-bail', '-cmd', 'PRAGMA synchronous=FULL;', ...words],
      cwd: this.#cwd,
      env: this.#env,
    };
  }

  move(code, change) {
    return {
      command: this.#command(`BEGIN IMMEDIATE;
UPDATE device SET quantity = quantity + ${change} WHERE code = '${code}' AND quantity + ${change} >= 0;
INSERT INTO movement (at, by, device, change, balance, reason)
  SELECT datetime('now'), 'li', id, ${change}, quantity, 'sale' FROM device WHERE code = '${code}' AND changes() = 1;
COMMIT;
SELECT quantity FROM device WHERE code = '${code}' AND changes() = 1;`),
      answer: (stdout) => ({ balance: Number(stdout) }),
    };
  }

  list() {
    const columns = 'code, name, brand, kind, size, panel, disc, price, quantity';
    return {
      command: this.#command(
        `.mode column`,
        `SELECT ${columns}, quantity * price AS value FROM device ORDER BY code;`,
        '.mode list',
        `SELECT count(*) || ' devices ' || sum(quantity) FROM device;`,
      ),
      answer: (stdout) => {
        const [, devices, units] = /(\d+) devices (\d+)\n$/.exec(stdout.slice(-100)) ?? [];
        return { devices: Number(devices), units: Number(units) };
      },
    };
  }

  history(code) {
    return {
      command: this.#command(
        '-header',
        '-column',
        `SELECT movement.id, at, by, reason, code, name, change, balance FROM movement JOIN device
          ON device.id = movement.device WHERE code = '${code}' ORDER BY movement.id;`,
      ),
      answer: (stdout) => {
        const rows = stdout.trimEnd().split('\n').slice(2);
        return { rows: rows.length, balance: Number(/(\d+)\s*$/.exec(rows.at(-1))?.[1]) };
      },
    };
  }

  importing(file) {
    return {
      command: this.#command(
        intake,
        `.import --csv --skip 1 --schema temp ${file} raw`,
        `BEGIN IMMEDIATE; ${taking} COMMIT; SELECT count(*) FROM raw;`,
      ),
      answer: (stdout) => ({ movements: Number(stdout) }),
    };
  }
}

function* movementTexts(shop) {
  for (const { at, by, code, change, balance, reason } of everyMovement(shop)) {
    yield `${at},${by},${code},${change},${balance},${reason}\n`;
  }
}
