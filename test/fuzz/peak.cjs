// Loaded before a program with --require: writes the most memory it ever had, in KiB, to the file $PEAK when it ends.
const { readFileSync, writeFileSync } = require('node:fs');

// What getrusage tells may be that of the process which started this one.
function peak() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => writeFileSync(process.env.PEAK, String(peak())));
