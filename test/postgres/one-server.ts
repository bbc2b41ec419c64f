import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundBinaries, makeServerFolder, readyBinaries } from './binaries.ts';
import { type KnownServer, PostgresServer } from './server.ts';

/** The folder of the server of this run. The process that runs all tests passes it to the workers. */
const folderVariable = 'STOCKBOOK_TEST_SERVER';

/** What has become of the run's server. */
type Outcome = { readonly known: KnownServer } | { readonly reason: string };

const outcomeFile = (folder: string): string => join(folder, 'outcome.json');

/** Ends the server after a run of the tests, if one of them has started it. */
export default function setUp(): () => void {
  const folder = join(tmpdir(), 'postgres');
  process.env[folderVariable] = folder;
  const end = () => {
    if (!existsSync(outcomeFile(folder))) return;
    const outcome = outcomeIn(folder);
    if ('known' in outcome) PostgresServer.known(outcome.known).stop();
    rmSync(folder, { recursive: true, force: true });
  };
  // Who breaks the tests off leaves no server behind either.
  process.once('exit', end);
  return end;
}

let ours: Outcome | undefined;

/** The server of a test run, started when the first test asks for it; the reason, if it cannot be started. */
export function testServer(): PostgresServer | string {
  ours ??= startedOnce(process.env[folderVariable] ?? '');
  return 'known' in ours ? PostgresServer.known(ours.known) : ours.reason;
}

/** The first process makes the folder, and starts the server; all others wait until it has. */
function startedOnce(folder: string): Outcome {
  try {
    makeServerFolder(folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    while (!existsSync(outcomeFile(folder))) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    return outcomeIn(folder);
  }
  const outcome = started(folder);
  writeFileSync(`${outcomeFile(folder)}.new`, JSON.stringify(outcome));
  renameSync(`${outcomeFile(folder)}.new`, outcomeFile(folder));
  return outcome;
}

function started(folder: string): Outcome {
  const reasons: string[] = [];
  for (const { name, bin } of foundBinaries()) {
    const programs = join(folder, String(reasons.length));
    try {
      mkdirSync(programs);
      // What a power cut loses is of no interest here, and flushing each commit would slow all tests down.
      const settings = ['fsync = off', 'full_page_writes = off'];
      return {
        known: PostgresServer.start(readyBinaries(bin, programs), join(folder, 'server'), settings).known,
      };
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : error}`);
      rmSync(join(folder, 'server'), { recursive: true, force: true });
    }
  }
  return { reason: reasons.join('; ') || 'no PostgreSQL is installed' };
}

const outcomeIn = (folder: string): Outcome => JSON.parse(readFileSync(outcomeFile(folder), 'utf8'));
