// Tests on a server all that every kind of store does alike: `npm run test:server`, or `npm run test:server -- test/cli/scan.test.ts`.
import { spawn } from 'node:child_process';

const env = { ...process.env, STOCKBOOK_TEST_STORE: 'postgres' };
spawn('npx', ['vitest', 'run', ...process.argv.slice(2)], { env, stdio: 'inherit' }).on('close', (code) => {
  process.exitCode = code ?? 1;
});
