// Loaded into a program by `node --require`: reports at its end its peak memory, in KiB, as the kernel has
// counted. Where there is /proc, from there: getrusage's maximum is never below what the parent had when it forked.
const { readFileSync, writeFileSync } = require('node:fs');

function peakKib() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(peakKib())));
