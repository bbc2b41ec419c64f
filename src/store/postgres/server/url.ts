import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { refuse } from '../../../inventory/refusal.ts';

const schemes = /^postgres(ql)?:\/\//i;
const usualPort = 5432;
const usualStore = 'stockbook';
const longestStoreName = 41;

/** How much of TLS is asked for, as libpq names it; `require` and less do not look at who answers. */
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

export interface ServerHost {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
}

/** Where a store on PostgreSQL is, and how to come to it. */
export interface ServerPlace {
  readonly hosts: readonly ServerHost[];
  /** Who logs in; the operator, too. */
  readonly user: string;
  readonly database: string;
  /** The schema that the store is in. */
  readonly store: string;
  /** What is asked of hosts other than this machine, unless the URL says it of all. */
  readonly sslMode: SslMode | null;
  /** The file with the certificates that are trusted; the system's if null. */
  readonly rootCertificate: string | null;
  /** As a person may see it: the URL without its password. */
  readonly where: string;
}

/** Variables of the environment, as people set them. */
export type Environment = { readonly [name: string]: string | undefined };

/** Whether a place is on PostgreSQL. */
export const isServerUrl = (where: string): boolean => schemes.test(where);

/** The parts of a URL; its password is kept apart, so that it cannot be shown by mistake. */
interface Parts {
  readonly user: string | null;
  readonly password: string | null;
  readonly hosts: string;
  readonly database: string;
  readonly parameters: URLSearchParams;
}

function partsOf(url: string): Parts {
  const rest = url.replace(schemes, '');
  const end = rest.search(/[/?]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  const [login, hosts] = at === -1 ? ['', authority] : [authority.slice(0, at), authority.slice(at + 1)];
  const colon = login.indexOf(':');
  const [user, password] = colon === -1 ? [login, null] : [login.slice(0, colon), login.slice(colon + 1)];
  const [path = '', query = ''] = (end === -1 ? '' : rest.slice(end)).split(/\?(.*)/s);
  return {
    user: user === '' ? null : decoded(user),
    password: password === null ? null : decoded(password),
    hosts,
    database: decoded(path.slice(1)),
    parameters: new URLSearchParams(query),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('url-part', { part: '%' });
  }
}

/** Whether a URL has a password in it. */
export const hasPassword = (url: string): boolean => partsOf(url).password !== null;

/** What a URL says. Refuses what cannot be understood, by its name and never with the whole URL: that may hold a password. */
export function parseServerUrl(url: string, env: Environment): ServerPlace {
  const { user: typedUser, hosts: typedHosts, database: typedDatabase, parameters } = partsOf(url);
  for (const name of parameters.keys())
    if (!['store', 'sslmode', 'sslrootcert'].includes(name)) refuse('url-parameter', { name });
  const user = typedUser ?? (env['PGUSER'] || systemUser(env));
  const hosts = typedHosts.split(',').map((typed) => parseHost(typed, env));
  const database = typedDatabase === '' ? env['PGDATABASE'] || user : typedDatabase;
  const store = parameters.get('store') ?? usualStore;
  if (!/^[a-z][a-z0-9_]*$/.test(store) || store.length > longestStoreName || store.startsWith('pg_'))
    refuse('url-store', { value: store, most: longestStoreName });
  const mode = parameters.get('sslmode') ?? env['PGSSLMODE'] ?? null;
  const sslMode = sslModes.find((known) => known === mode) ?? null;
  if (mode !== null && sslMode === null) refuse('url-part', { part: `sslmode=${mode}` });
  const rootCertificate = parameters.get('sslrootcert') ?? (env['PGSSLROOTCERT'] || null);
  const shownUser = typedUser === null ? '' : `${encodeURIComponent(typedUser)}@`;
  const query = parameters.size === 0 ? '' : `?${parameters}`;
  const where = `postgres://${shownUser}${typedHosts}/${encodeURIComponent(typedDatabase)}${query}`;
  return { hosts, user, database, store, sslMode, rootCertificate, where };
}

/** `host`, `host:port`, `[::1]:port`; nothing at all is this machine. */
function parseHost(typed: string, env: Environment): ServerHost {
  const [, bracketed, plain = '', port] =
    /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(typed) ?? refuse('url-part', { part: typed });
  const host = decoded(bracketed ?? plain) || env['PGHOST'] || 'localhost';
  const number = Number(port ?? (env['PGPORT'] || usualPort));
  if (!Number.isInteger(number) || number < 1 || number > 65_535) refuse('url-part', { part: typed });
  return { host, port: number };
}

function systemUser(env: Environment): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that the system has no name for.
    return env['USER'] || env['LOGNAME'] || 'unknown';
  }
}

/** Whether a host is this machine: nobody can listen on the way. */
export const isThisMachine = ({ host }: ServerHost): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** The password for a host; undefined if none is known: it is asked for only where the server wants one. */
export function passwordFor(
  url: string,
  { user, database }: ServerPlace,
  { host, port }: ServerHost,
  env: Environment,
): string | undefined {
  const typed = partsOf(url).password ?? env['PGPASSWORD'];
  if (typed !== undefined) return typed;
  const file = env['PGPASSFILE'];
  if (file === undefined || file === '') return undefined;
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of textOf(file).split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = line.match(/(?:\\.|[^:\\])+/g)?.map((field) => field.replace(/\\(.)/g, '$1')) ?? [];
    if (
      fields.length === 5 &&
      wanted.every((value, index) => fields[index] === '*' || fields[index] === value)
    )
      return fields[4];
  }
  return undefined;
}

/** What is in a file that a person has named. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse('file-unreadable', { path, reason: String((error as NodeJS.ErrnoException).code) });
  }
}
