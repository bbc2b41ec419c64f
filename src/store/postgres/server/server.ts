import { refuse } from '../../../inventory/refusal.ts';
import {
  type Connection,
  ConnectionLost,
  connectTo,
  type Login,
  NotTrusted,
  ServerError,
  type Statement,
} from './connection.ts';
import { type Environment, passwordFor, type ServerHost, type ServerPlace } from './url.ts';

/** After so much silence of one host the next is tried, too. */
const nextHostMs = 300;
/** Between two rounds through all hosts, none of which took writes. */
const nextRoundMs = 100;
/** A host that is there answers within this, however short `--wait` is. */
const leastConnectMs = 2_000;
const oldestVersion = 14;

/** How long something may still be waited for, as `--wait` says. */
export class Patience {
  readonly deadline: number;

  constructor(readonly waitMs: number) {
    this.deadline = performance.now() + waitMs;
  }

  get leftMs(): number {
    return Math.max(0, this.deadline - performance.now());
  }

  get isOver(): boolean {
    return this.leftMs === 0;
  }
}

/** The servers that a store may be on: the one of them that takes writes is found, again where that changes. */
export class Server {
  readonly place: ServerPlace;
  readonly #login: Login;
  #connection: Connection | undefined;

  constructor(place: ServerPlace, url: string, env: Environment) {
    this.place = place;
    this.#login = { place, password: (host) => passwordFor(url, place, host, env) };
  }

  /** A connection to the host that takes writes. Throws ConnectionLost where none is found in time; refuses a login. */
  async connection(patience: Patience): Promise<Connection> {
    if (this.#connection?.isLost === false) return this.#connection;
    for (;;) {
      const { connection, reason } = await this.#round(patience);
      this.#connection = connection;
      if (connection !== undefined) return connection;
      if (patience.leftMs <= nextRoundMs) throw new ConnectionLost(reason);
      await new Promise((tried) => setTimeout(tried, nextRoundMs));
    }
  }

  /** The same for what has nothing else to say where none is found. */
  async connectionOrRefuse(patience: Patience): Promise<Connection> {
    try {
      return await this.connection(patience);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return refuse('server-unreachable', { where: this.place.where, reason: error.message });
    }
  }

  /** Tries each host once, the next one as soon as the last has failed or is slow; the first that takes writes is it. */
  async #round(patience: Patience): Promise<{ readonly connection?: Connection; readonly reason: string }> {
    const rest = new AbortController();
    const limit = setTimeout(() => rest.abort(), Math.max(leastConnectMs, patience.leftMs));
    const attempts: Promise<Connection>[] = [];
    try {
      for (const host of this.place.hosts) {
        const attempt = this.#attempt(host, rest.signal);
        attempts.push(attempt);
        const slow = new Promise<undefined>((soon) => setTimeout(() => soon(undefined), nextHostMs).unref());
        const connection = await Promise.race([attempt, slow]).catch(() => undefined);
        if (connection !== undefined) return { connection, reason: '' };
      }
      return { connection: await Promise.any(attempts), reason: '' };
    } catch (error) {
      const errors: readonly Error[] = error instanceof AggregateError ? error.errors : [error as Error];
      const refused = errors.find((one) => !(one instanceof ConnectionLost));
      if (refused !== undefined) throw refused;
      return { reason: errors[0]?.message ?? '' };
    } finally {
      clearTimeout(limit);
      this.#dropOthers(attempts);
      rest.abort();
    }
  }

  /** Of several that answered, one is enough. */
  #dropOthers(attempts: readonly Promise<Connection>[]): void {
    for (const attempt of attempts)
      attempt.then(
        (connection) =>
          connection !== this.#connection &&
          setImmediate(() => connection !== this.#connection && connection.drop()),
        () => undefined,
      );
  }

  async #attempt(host: ServerHost, signal: AbortSignal): Promise<Connection> {
    const { where } = this.place;
    try {
      const { connection, parameters } = await connectTo(host, this.#login, signal);
      const says = (name: string) => parameters.get(name);
      const version = Number.parseInt(says('server_version') ?? '', 10);
      const reason =
        version < oldestVersion
          ? refusedBy(connection, () => refuse('server-too-old', { where, version, oldest: oldestVersion }))
          : says('server_encoding') !== 'UTF8'
            ? refusedBy(connection, () =>
                refuse('server-encoding', { where, encoding: says('server_encoding') ?? '' }),
              )
            : says('in_hot_standby') === 'on' || says('default_transaction_read_only') === 'on'
              ? 'read-only'
              : null;
      if (reason === null) return connection;
      connection.drop();
      throw new ConnectionLost(reason);
    } catch (error) {
      if (error instanceof ServerError) refuseLogin(error, this.place);
      if (error instanceof NotTrusted) refuseNotTrusted(error, host);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#connection?.close();
    this.#connection = undefined;
  }
}

/** Leaves no connection behind where its server is refused. */
function refusedBy(connection: Connection, refusing: () => never): never {
  connection.drop();
  return refusing();
}

/** The server said no to a login. */
function refuseLogin({ code, message }: ServerError, { where, user, database }: ServerPlace): never {
  if (code === '3D000') refuse('server-no-database', { where, database });
  if (code.startsWith('28') || code === '42501') refuse('server-login', { where, user });
  return refuse('server-refused', { where, reason: `${message} (${code})` });
}

function refuseNotTrusted({ why, message: reason }: NotTrusted, { host }: ServerHost): never {
  if (why === 'name') refuse('server-name', { host });
  if (why === 'no-tls') refuse('server-no-tls', { host });
  return refuse('server-certificate', { host, reason });
}

/** Statements that see one moment and change nothing. */
export const snapshot = (statements: readonly Statement[]): readonly Statement[] => [
  { text: 'begin isolation level repeatable read read only', values: [] },
  ...statements,
  { text: 'commit', values: [] },
];
