import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { perform } from '../measure.js';
import { writeTexts } from '../text-file.js';
import { everyMovement } from './json-file.js';

/** A task a device, with its quantity as a number of its own; each movement is an annotation. */
export class Taskwarrior {
  static title = 'task';
  static program = 'task';
  static version = ['--version'];
  static guarantee = 'synced, not all or nothing (several files, one after another)';
  static how =
    'a pending task a device with its quantity as a user-defined attribute; a step asks `task` for it and adds an annotation with the new one; `task stock` (a report), `task information`';

  #folder;
  #config;
  #env;

  constructor({ folder, env }) {
    this.#folder = folder;
    this.#config = join(folder, 'taskrc');
    this.#env = { ...env, TASKRC: this.#config };
  }

  load(shop) {
    const data = join(this.#folder, 'tasks');
    mkdirSync(data);
    writeFileSync(
      this.#config,
      `data.location=${data}
confirmation=off
verbose=nothing
hooks=off
gc=off
recurrence=off
detection=off
defaultwidth=200
uda.code.type=string
uda.code.label=Code
uda.onhand.type=numeric
uda.onhand.label=On hand
report.stock.columns=code,description.desc,onhand
report.stock.labels=Code,Name,On hand
report.stock.sort=code+
report.stock.filter=status:pending
`,
    );
    const tasks = join(this.#folder, 'tasks.json');
    writeTexts(tasks, taskTexts(shop));
    perform(this.#command('task', 'import', tasks));
    rmSync(tasks);
  }

  #command(...words) {
    return { words, cwd: this.#folder, env: this.#env };
  }

  move(code, change) {
    const script = `on_hand=$(task code.is:$1 _unique onhand) && after=$((\${on_hand%.*} + $2)) && [ "$after" -ge 0 ] &&
task code.is:$1 annotate onhand:$after "sale $2" && echo "$after"`;
    return {
      command: this.#command('sh', '-c', script, 'sh', code, String(change)),
      answer: (stdout) => ({ balance: Number(stdout.trim().split('\n').at(-1)) }),
    };
  }

  list() {
    return {
      command: this.#command('task', 'stock'),
      answer: (stdout) => {
        const quantities = [...stdout.matchAll(/^[A-Z]+-\d+ .* (\d+)(?:\.0+)?\s*$/gm)].map(([, on]) =>
          Number(on),
        );
        return { devices: quantities.length, units: quantities.reduce((sum, on) => sum + on, 0) };
      },
    };
  }

  history(code) {
    return {
      command: this.#command('task', `code.is:${code}`, 'information'),
      answer: (stdout) => ({
        rows: [...stdout.matchAll(/^ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:opening|purchase|sale) -?\d+ *$/gm)]
          .length,
        balance: Number(/^On hand +(\d+)/m.exec(stdout)?.[1]),
      }),
    };
  }
}

function* taskTexts(shop) {
  const annotations = new Map();
  for (const { at, code, change, reason } of everyMovement(shop)) {
    const entry = compact(at);
    const all = annotations.get(code) ?? [];
    all.push({ entry, description: `${reason} ${change}` });
    annotations.set(code, all);
  }
  let index = 0;
  for (const { code, name } of shop.everyDevice()) {
    const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const onhand = shop.onHand(index);
    const entry = '20231231T000000Z';
    index += 1;
    yield `${JSON.stringify({ uuid, description: name, code, onhand, status: 'pending', entry, annotations: annotations.get(code) })}\n`;
  }
}

/** 20260101T000000Z, as task writes times. */
const compact = (at) => `${at.slice(0, 19).replace(/[-:]/g, '')}Z`;
