import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Client as PgClient, Query } from 'pg';
import { Client } from './pg-client.ts';
import { isThisMachine, type ServerHost, type ServerPlace, textOf } from './url.ts';

/** A value that goes with a statement, apart from its text. */
export type Value = string | number | bigint | boolean | null | readonly (string | number | null)[];

/** A row as the server writes it: every value as text. */
export type Row = { readonly [column: string]: string | null };

/** Takes rows, each as it comes; what it throws ends the sending. */
export type TakeRow = (row: Row) => void;

/** SQL with values: none of them is ever part of the text. */
export interface Statement {
  readonly text: string;
  readonly values: readonly Value[];
  /** Makes what takes the rows, which are in no result then, for there may be many; asked anew for each time it is sent. */
  readonly taker?: () => TakeRow;
}

export interface Result {
  readonly command: string;
  readonly rows: readonly Row[];
}

/** The server said no to a statement. */
export class ServerError extends Error {
  override readonly name = 'ServerError';

  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
    readonly constraint: string | null,
  ) {
    super(message);
  }
}

/** There is no connection any more, or none that takes writes: another may be made. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** The server is not who it should be, or does not prove it: another attempt would not change that. */
export class NotTrusted extends Error {
  override readonly name = 'NotTrusted';

  constructor(
    readonly why: 'certificate' | 'name' | 'no-tls',
    message: string,
  ) {
    super(message);
  }
}

/** A row was not taken, for a reason of its taker's. */
class NotTaken {
  constructor(readonly reason: unknown) {}
}

/** Why TLS with a server failed for good; undefined for any other error. */
function whyNotTrusted({ code = '', message }: { code?: string; message: string }): NotTrusted | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return new NotTrusted('name', message);
  if (/CERT|LEAF_SIGNATURE|ISSUER/.test(code)) return new NotTrusted('certificate', message);
  if (/not support SSL/.test(message)) return new NotTrusted('no-tls', message);
  return undefined;
}

/** What a server says with these, another server or a later attempt may not: it is going down, is full, or does not write. */
const isPassing = (code: string): boolean => /^(08|57P0[1-5]|53300|25006)/.test(code);

/** What a server says to a wrong password. */
const invalidPassword = '28P01';

/** The warning that a commit stopped waiting for its standby; PostgreSQL has no other code for it. */
const warningCode = '01000';

/** Values are read by us, by what each column is. */
const asText = { getTypeParser: () => (value: string) => value };

/** How long a server may say nothing at all while it works. */
const silenceMs = 120_000;
/** How long a commit may take at least: it is then with the disk, and with the standby. */
const leastCommitMs = 2_000;

/** One connection to a server that takes writes. */
export class Connection {
  readonly #client: PgClient;
  readonly #askToCancel: () => void;
  #isLost = false;
  #wasWarned = false;
  /** How many statements have not been answered yet. */
  #left = 0;

  /** `askToCancel` asks the server, over another connection, to end the statement that this one waits for. */
  constructor(client: PgClient, askToCancel: () => void) {
    this.#client = client;
    this.#askToCancel = askToCancel;
    client.on('error', () => {
      this.#isLost = true;
    });
    client.on('notice', ({ code }: { code?: string | undefined }) => {
      this.#wasWarned ||= code === warningCode;
    });
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Sends statements, all at once, and returns their results. Where one fails, those after it do nothing if they are in a
   * transaction; the first error is thrown. If the last is a commit, it is waited for until `deadline`, as performance.now()
   * tells it. Throws ServerError, ConnectionLost.
   */
  async send(
    statements: readonly Statement[],
    deadline = Number.POSITIVE_INFINITY,
  ): Promise<readonly Result[]> {
    if (this.#isLost) throw new ConnectionLost('the connection is closed');
    this.#wasWarned = false;
    // Whoever forgets to close a connection is not kept alive by it: only an answer is waited for.
    const stream = streamOf(this.#client);
    stream.ref();
    this.#left = statements.length;
    let timer: NodeJS.Timeout | undefined;
    const hear = () => timer?.refresh();
    stream.on('data', hear);
    const listen = () => {
      clearTimeout(timer);
      const isCommit = this.#left === 1 && statements.at(-1)?.text === commit.text;
      const commitMs = Math.min(silenceMs, Math.max(leastCommitMs, deadline - performance.now()));
      timer = setTimeout(() => this.drop(), isCommit ? commitMs : silenceMs);
    };
    listen();
    const answers = statements.map(async (one) => {
      try {
        return await this.#answered(one);
      } finally {
        this.#left--;
        listen();
      }
    });
    const settled = await Promise.allSettled(answers);
    clearTimeout(timer);
    stream.off('data', hear);
    stream.unref();
    const results: Result[] = [];
    for (const answer of settled) {
      if (answer.status === 'rejected') throw this.#thrownFor(answer.reason);
      results.push(answer.value);
    }
    if (this.#wasWarned) {
      this.drop();
      throw new ConnectionLost('the commit did not wait for its standby');
    }
    return results;
  }

  async #answered({ text, values, taker }: Statement): Promise<Result> {
    const query = { text, values: values.map(asParameter) };
    if (taker === undefined) {
      const { command, rows } = await this.#client.query(query);
      return { command, rows };
    }
    const taken = this.#client.query(new Client.Query(query));
    return this.#taken(taken, taker());
  }

  /** Hands over the rows of a query as they come; none after one that was not taken. */
  #taken(query: Query, take: TakeRow): Promise<Result> {
    return new Promise((done, failed) => {
      query.on('row', (row: Row) => {
        if (this.#isLost) return;
        try {
          take(row);
        } catch (error) {
          failed(new NotTaken(error));
          this.drop();
        }
      });
      query.on('end', ({ command }) => done({ command, rows: [] }));
      query.on('error', failed);
    });
  }

  #thrownFor(error: unknown): unknown {
    if (error instanceof NotTaken) return error.reason;
    const { message, code, constraint } = error as { message: string; code?: string; constraint?: string };
    const isServers =
      typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in (error as object);
    if (isServers && !isPassing(code)) return new ServerError(message, code, constraint ?? null);
    this.drop();
    return new ConnectionLost(message);
  }

  /**
   * Has the server end the statements that were sent, if it has not done them yet: what `send` returns or throws says which.
   * A last statement is waited for: a commit that waits for its standby cannot be taken back.
   */
  cancel(): void {
    if (this.#left > 1) this.#askToCancel();
  }

  /** Closes the connection at once, whatever it is doing. */
  drop(): void {
    this.#isLost = true;
    streamOf(this.#client).destroy();
  }

  async close(): Promise<void> {
    if (this.#isLost) return;
    this.#isLost = true;
    streamOf(this.#client).ref();
    await this.#client.end();
  }
}

/** bigint and lists as the server reads them. */
const asParameter = (value: Value): unknown => (typeof value === 'bigint' ? String(value) : value);

export const statement = (text: string, ...values: readonly Value[]): Statement => ({ text, values });
export const commit = statement('commit');
export const rollback = statement('rollback');

interface Underneath {
  readonly stream: Pick<Socket, 'destroy' | 'ref' | 'unref' | 'on' | 'off'>;
  on(
    event: 'parameterStatus',
    listener: (message: { parameterName: string; parameterValue: string }) => void,
  ): void;
  on(event: 'connect' | 'sslconnect' | 'error', listener: () => void): void;
  connect(portOrSocket: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number | null, secretKey: number | null): void;
}

// The types of pg leave out what is below a client.
const underneath = (client: PgClient): Underneath =>
  (client as unknown as { connection: Underneath }).connection;
const streamOf = (client: PgClient) => underneath(client).stream;

/** What a server says of itself when it is connected to. */
export type Parameters = ReadonlyMap<string, string>;

/** How one host is connected to. */
export interface Login {
  readonly place: ServerPlace;
  readonly password: (host: ServerHost) => string | undefined;
}

/** Connects to one host. Throws ServerError, ConnectionLost, NotTrusted. */
export async function connectTo(
  host: ServerHost,
  { place, password }: Login,
  signal: AbortSignal,
): Promise<{ readonly connection: Connection; readonly parameters: Parameters }> {
  const secret = password(host);
  let isPasswordMissing = false;
  const ssl = tlsFor(host, place);
  const client = new Client({
    host: host.host,
    port: host.port,
    user: place.user,
    database: place.database,
    // A function is asked only if the server wants one; without it, pg would look for one in files of its own.
    password: () => {
      isPasswordMissing = secret === undefined || secret === '';
      return secret ?? '';
    },
    ssl,
    application_name: 'stockbook',
    keepAlive: true,
    types: asText,
    pipeline: true,
  } as ConstructorParameters<typeof Client>[0]);
  const parameters = new Map<string, string>();
  underneath(client).on('parameterStatus', ({ parameterName, parameterValue }) =>
    parameters.set(parameterName, parameterValue),
  );
  const connection = new Connection(client, () => requestCancel(client, host, ssl));
  const abort = () => connection.drop();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    return { connection, parameters };
  } catch (error) {
    connection.drop();
    const { message, code } = error as { message: string; code?: string };
    const notTrusted = whyNotTrusted(error as { message: string; code?: string });
    if (notTrusted !== undefined) throw notTrusted;
    if (isPasswordMissing) throw new ServerError(message, invalidPassword, null);
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !isPassing(code) && !code.startsWith('E'))
      throw new ServerError(message, code, null);
    throw new ConnectionLost(code ?? message);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Asks a server to end what it does for a client: over a connection of its own, as the protocol has it, and without an
 * answer. If it does not get there, the client goes on waiting.
 */
function requestCancel(client: PgClient, { host, port }: ServerHost, ssl: ConnectionOptions | false): void {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const request = underneath(new Client({ host, port, ssl } as ConstructorParameters<typeof Client>[0]));
  const send = () => request.cancel(processID, secretKey);
  request.on('error', () => undefined);
  request.on('connect', ssl === false ? send : () => request.requestSsl());
  request.on('sslconnect', send);
  if (host.startsWith('/')) request.connect(`${host}/.s.PGSQL.${port}`);
  else request.connect(port, host);
}

/** TLS is verified unless nobody can listen on the way, or the URL says otherwise. */
function tlsFor(host: ServerHost, { sslMode, rootCertificate }: ServerPlace): ConnectionOptions | false {
  if (host.host.startsWith('/')) return false;
  const mode = sslMode ?? (isThisMachine(host) ? 'disable' : 'verify-full');
  if (mode === 'disable' || mode === 'prefer') return false;
  const ca = rootCertificate === null ? {} : { ca: textOf(rootCertificate) };
  if (mode === 'require' && rootCertificate === null) return { rejectUnauthorized: false };
  // verify-ca trusts whoever has a certificate of the authority; `require` with a file of certificates is the same.
  const identity = mode === 'verify-full' ? { host: host.host } : { checkServerIdentity: () => undefined };
  return { ...ca, ...identity, rejectUnauthorized: true };
}
