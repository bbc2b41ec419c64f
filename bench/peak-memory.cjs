// Loaded into a program by `node --require`: tells at its end how much memory it had at most, exactly as the kernel counts.
const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));
