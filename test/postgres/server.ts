import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeServerFolder, serverUser } from './binaries.ts';

const superuser = 'postgres';
/** Below the ports that systems give away by themselves. */
const ports = { from: 15_000, to: 32_000 };
const maxAttempts = 20;

/** A PostgreSQL server in a folder of its own, on this machine's loopback only. */
export class PostgresServer {
  readonly #bin: string;
  readonly #folder: string;
  readonly port: number;

  private constructor(bin: string, folder: string, port: number) {
    this.#bin = bin;
    this.#folder = folder;
    this.port = port;
  }

  /** Makes a server of programs (see readyBinaries) in a folder that is not there yet, and starts it. */
  static start(bin: string, folder: string, settings: readonly string[] = []): PostgresServer {
    makeServerFolder(folder);
    const data = join(folder, 'data');
    const words = ['-D', data, '-U', superuser, '-N', '-A', 'trust', '--no-locale', '-E', 'UTF8'];
    execFileSync(join(bin, 'initdb'), words, { ...serverUser, cwd: folder, stdio: 'pipe' });
    const lines = [
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${folder}'`,
      'timezone = UTC',
      'jit = off',
      'shared_buffers = 32MB',
      'max_connections = 200',
      ...settings,
    ];
    appendFileSync(join(data, 'postgresql.conf'), lines.map((line) => `${line}\n`).join(''));
    return PostgresServer.#started(bin, folder);
  }

  /** On a free port. */
  static #started(bin: string, folder: string): PostgresServer {
    for (let attempt = 1; ; attempt++) {
      const port = ports.from + Math.floor(Math.random() * (ports.to - ports.from));
      const server = new PostgresServer(bin, folder, port);
      const reason = server.#tryToRun();
      if (reason === null) return server;
      if (attempt === maxAttempts || !/could not bind|already in use/.test(reason)) throw new Error(reason);
    }
  }

  /** The server at a folder and port, started by another process. */
  static known({ bin, folder, port }: KnownServer): PostgresServer {
    return new PostgresServer(bin, folder, port);
  }

  get known(): KnownServer {
    return { bin: this.#bin, folder: this.#folder, port: this.port };
  }

  /** Starts it again after a stop, or after a kill: then as soon as the last of its processes has ended. */
  run(): void {
    for (let reason = this.#tryToRun(); reason !== null; reason = this.#tryToRun())
      if (!/still in use|already exists/.test(reason)) throw new Error(reason);
  }

  /** Why it does not run; null if it does. */
  #tryToRun(): string | null {
    const log = join(this.#folder, 'log');
    const words = ['-D', this.#data, '-l', log, '-w', '-t', '600', '-o', `-p ${this.port}`, 'start'];
    const { status, stderr } = this.#control(words);
    return status === 0 ? null : `${stderr}${readFileSync(log, 'utf8').slice(-2000)}`;
  }

  /** Ends it as an administrator would, or at once; and waits until it has ended. */
  stop(how: 'fast' | 'immediate' = 'immediate'): void {
    this.#control(['-D', this.#data, '-m', how, '-w', 'stop']);
  }

  /** Kills the server, as a machine's end would: its processes follow it at once. */
  kill(): void {
    process.kill(this.#pid, 'SIGKILL');
  }

  get #pid(): number {
    return Number(readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** Makes a standby the server that takes writes. */
  promote(): void {
    const { status, stderr } = this.#control(['-D', this.#data, '-w', 'promote']);
    if (status !== 0) throw new Error(stderr);
  }

  /** Ends it, and leaves nothing of it. */
  remove(): void {
    this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  url(store?: string, user = superuser): string {
    return `postgres://${user}@${this.host}/postgres${store === undefined ? '' : `?store=${store}`}`;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  #control(words: readonly string[]) {
    return spawnSync(join(this.#bin, 'pg_ctl'), words, {
      ...serverUser,
      cwd: this.#folder,
      encoding: 'utf8',
      // What the server inherits as its output would keep us waiting for its end.
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /** Starts a server whose commits wait for a second one, and that second one as its standby. */
  static startPair(bin: string, folder: string): readonly [PostgresServer, PostgresServer] {
    makeServerFolder(folder);
    const first = PostgresServer.start(bin, join(folder, 'a'));
    return [first, first.startStandby(join(folder, 'b'))];
  }

  /**
   * Starts a second server in a folder that is not there yet, for which commits of this one wait from now on: this one is
   * stopped and copied, so that `pg_basebackup` is not needed.
   */
  startStandby(folder: string): PostgresServer {
    this.stop('fast');
    makeServerFolder(folder);
    execFileSync('cp', ['-a', this.#data, folder]);
    appendFileSync(join(this.#data, 'postgresql.conf'), `synchronous_standby_names = 'ANY 1 (b)'\n`);
    this.run();
    this.standBy(folder);
    return PostgresServer.#started(this.#bin, folder);
  }

  /** Has the data in a folder follow this server. */
  standBy(folder: string): void {
    const data = join(folder, 'data');
    const follow = `host=127.0.0.1 port=${this.port} user=${superuser} application_name=b`;
    appendFileSync(
      join(data, 'postgresql.conf'),
      `unix_socket_directories = '${folder}'\nprimary_conninfo = '${follow}'\nsynchronous_standby_names = ''\n`,
    );
    writeFileSync(join(data, 'standby.signal'), '');
  }
}

/** What another process needs to know of a server. */
export interface KnownServer {
  readonly bin: string;
  readonly folder: string;
  readonly port: number;
}
