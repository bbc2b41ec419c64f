import { spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { median } from './measure.js';

const samples = 101;
const lineBytes = 240;

/** The median time in milliseconds in which a line appended to a file is on disk: less than that, no durable program can take. */
export function syncMs(folder) {
  const path = join(folder, 'sync');
  const file = openSync(path, 'w');
  const line = Buffer.alloc(lineBytes, 'x');
  const times = Array.from({ length: samples }, () => {
    writeSync(file, line);
    const start = process.hrtime.bigint();
    fdatasyncSync(file);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  closeSync(file);
  unlinkSync(path);
  return median(times);
}

/** The machine in a line: figures mean little without it. */
export function machine(folder) {
  const { stdout } = spawnSync('stat', ['-f', '-c', '%T', folder], { encoding: 'utf8' });
  const fileSystem = stdout?.trim() || 'an unknown file system';
  const [first] = cpus();
  return [
    `${cpus().length} × ${first?.model.trim() ?? 'an unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    fileSystem.replace('ext2/ext3', 'ext4'),
    `load average ${loadavg()[0].toFixed(1)} at the end`,
    `an appended line is on disk in ${syncMs(folder).toFixed(2)} ms`,
  ].join(', ');
}
