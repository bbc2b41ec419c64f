// The measurements: the rows of the table, each with its goal.
import { bareNode } from './dataset.js';
import { measure } from './measure.js';
import { measurePeaks } from './memory.js';
import { slowed } from './slow-sync.js';
import { Stockbook } from './stockbook.js';
import { Workloads } from './workloads.js';

const { title: subject } = Stockbook;
const number = (count) => count.toLocaleString('en-US');

/** How large everything is that is measured. */
const fullSizes = {
  devices: [1000, 10_000, 100_000],
  histories: [1000, 10_000, 100_000, 1_000_000],
  spread: { devices: 100_000, places: 200 },
  long: { devices: 10_000, entries: 1_000_000, besideEntries: 10_000 },
  valued: { devices: 100_000, entries: 1_000_000 },
  whole: { devices: 100_000, besideDevices: 10_000 },
  imported: 100_000,
  slowHistory: 10_000,
  memory: { devices: 10_000, listed: 100_000, imported: 1_000_000 },
};
const quickSizes = {
  devices: [1000],
  histories: [1000],
  spread: { devices: 1000, places: 20 },
  long: { devices: 100, entries: 10_000, besideEntries: 1000 },
  valued: { devices: 1000, entries: 10_000 },
  whole: { devices: 1000, besideDevices: 100 },
  imported: 2000,
  slowHistory: 1000,
  memory: { devices: 1000, listed: 1000, imported: 5000 },
};

/** How many times as long as bare node a command may take among so many devices. */
const goals = new Map([
  [1000, { move: 2, list: 2.7, search: 2 }],
  [10_000, { move: 2, list: 3.8, search: 2.3 }],
  [100_000, { move: 2, list: 9, search: 5 }],
]);

/** At most so many times as long as something else, measured beside it. */
const atMost = (ratio, to = 'node') => ({ ratio, to });

/** Every row, in the order of the table. Each makes its workload when it is its turn. */
export function rowsOf(bench) {
  const { env, options, slow } = bench;
  const sizes = options.quick ? quickSizes : fullSizes;
  const workloads = new Workloads(bench);
  const context = {
    bench,
    workloads,
    /** Times turns side by side with bare node. */
    time: (turns) => measure((round) => ({ node: bareNode(env), ...turns(round) }), options),
  };
  return [
    startRow(context, '--version', 1.1, /^\d+\.\d+\.\d+\n$/),
    startRow(context, '--help', 1.2, /stock-out/),
    startRow(context, 'stock-out --help', 1.2, /--reason/),
    ...sizes.devices.flatMap((devices) => deviceCountRows(context, devices)),
    placesRow(context, sizes.spread),
    ...wholeRows(context, sizes.whole),
    ...longHistoryRows(context, sizes.long),
    ...valueRows(context, sizes.valued),
    importRow(context, sizes.imported),
    ...sizes.histories.flatMap((movements) => peerRows(context, movements)),
    ...(slow === undefined ? [] : [slowSyncRow(context, sizes.slowHistory)]),
    ...memoryRows(context, sizes.memory),
  ];
}

function startRow({ bench: { env, options }, time }, typed, ratio, said) {
  const command = { words: [process.execPath, options.program, ...typed.split(' ')], env };
  const turn = { command, answer: (stdout) => said.test(stdout), expected: true };
  return { what: `\`${typed}\``, goal: atMost(ratio), run: () => time(() => ({ [subject]: turn })) };
}

function deviceCountRows({ workloads, time }, devices) {
  const { move, list, search } = goals.get(devices);
  const rows = [
    ['stock-in', move, (shop) => shop.moving(1)],
    ['stock-out', move, (shop) => shop.moving(-1)],
    ['list', list, (shop) => shop.listing()],
    ['search', search, (shop) => shop.searching()],
  ];
  return rows.map(([command, ratio, turns]) => ({
    what: `\`${command}\`, ${number(devices)} devices`,
    goal: atMost(ratio),
    run: async () => time(turns(await workloads.opened(devices))),
  }));
}

/** One movement where each device lies at two places, beside the same where there is only one place. */
function placesRow({ workloads, time }, { devices, places }) {
  const beside = `${subject} at one place`;
  return {
    what: `\`stock-in\`, ${number(devices)} devices at ${places} places`,
    goal: atMost(1.05, beside),
    async run() {
      const [many, one] = [await workloads.spread(devices, places), await workloads.opened(devices)];
      const [there, here] = [many.moving(1), one.moving(1)];
      return time(() => ({ [subject]: there()[subject], [beside]: here()[subject] }));
    },
  };
}

/** What looks at the whole store, beside the same in a tenth of it. */
function wholeRows({ workloads, time }, { devices, besideDevices }) {
  const beside = `${subject} among ${number(besideDevices)}`;
  return ['info', 'verify'].map((command) => ({
    what: `\`${command}\`, ${number(devices)} devices`,
    goal: atMost(12, beside),
    async run() {
      const [all, few] = [await workloads.opened(devices), await workloads.opened(besideDevices)];
      const turns = [all, few].map((shop) => shop.whole(command));
      return time(() => ({ [subject]: turns[0]()[subject], [beside]: turns[1]()[subject] }));
    },
  }));
}

function longHistoryRows({ workloads, time }, { devices, entries, besideEntries }) {
  const beside = `${subject} after ${number(besideEntries)}`;
  const after = (count) => workloads.withHistory(devices, count);
  return [
    {
      what: `\`stock-out\` after ${number(entries)} entries`,
      goal: atMost(1.05, beside),
      async run() {
        const [many, few] = [(await after(entries)).moving(-1), (await after(besideEntries)).moving(-1)];
        return time(() => ({ [subject]: many()[subject], [beside]: few()[subject] }));
      },
    },
    ...[
      ['stock-out --key', 2.2, (shop) => shop.movingByKey()],
      ['history CODE', 2.8, (shop) => shop.history()],
      ['show', 2.8, (shop) => shop.telling('show')],
      ['why', 2.8, (shop) => shop.telling('why')],
      ['history --limit 5', 4, (shop) => shop.lastMovements(5)],
    ].map(([command, ratio, turns]) => ({
      what: `\`${command}\` out of ${number(entries)} movements`,
      goal: atMost(ratio),
      run: async () => time(turns(await after(entries))),
    })),
  ];
}

function valueRows({ bench, workloads, time }, { devices, entries }) {
  const of = `\`report value\` of ${number(devices)} devices and ${number(entries)} entries`;
  const turns = async () => (await workloads.valued(devices, entries)).valuing();
  return [
    { what: of, run: async () => time(await turns()) },
    {
      what: `memory of ${of}`,
      goal: { mib: 1024 },
      run: async () => measurePeaks(await turns(), { ...bench, rounds: 1 }),
    },
  ];
}

const importRow = ({ bench, workloads, time }, movements) => ({
  what: `\`import movements\` of ${number(movements)} rows`,
  goal: atMost(0.4, 'sqlite3'),
  run: async () => time(await workloads.importing(1000, movements, bench.peers)),
});

function peerRows({ workloads, time }, movements) {
  const rows = [
    ['stock-out', (shop) => shop.moving(-1)],
    ['list', (shop) => shop.listing()],
    ['history CODE', (shop) => shop.history()],
  ];
  return rows.map(([command, turns]) => ({
    what: `\`${command}\` beside others, ${number(movements)} movements`,
    goal: movements >= 10_000 ? 'ahead' : undefined,
    async run() {
      const measured = time(turns(await workloads.withPeers(movements)));
      workloads.judge(measured, movements);
      return measured;
    },
    leftOut: () => workloads.leftOut(movements),
  }));
}

const slowSyncRow = ({ bench, workloads, time }, movements) => ({
  what: `\`stock-out\`, each sync 10 ms slower, ${number(movements)} movements`,
  run: async () => time(slowed((await workloads.withPeers(movements)).moving(-1), bench.slow)),
});

function memoryRows({ bench, workloads }, { devices, listed, imported }) {
  const peaks = (turns, rounds) => measurePeaks(turns, { ...bench, rounds });
  return [
    {
      what: `memory of one \`stock-out\`, ${number(devices)} devices`,
      goal: { extraMib: 15 },
      run: async () => peaks((await workloads.opened(devices)).moving(-1), 3),
    },
    {
      what: `memory of \`list\`, ${number(listed)} devices`,
      goal: { mib: 110 },
      run: async () => peaks((await workloads.opened(listed)).listing(), 1),
    },
    {
      what: `memory of \`import movements\` of ${number(imported)} rows`,
      goal: { mib: 400 },
      run: async () => peaks(await workloads.importing(1000, imported, []), 1),
    },
  ];
}
