import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key, both as PEM. */
export interface Certificate {
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
  readonly signs: KeyObject;
}

/** An element of ASN.1 as DER writes it. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const lengths =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengths]), content]);
}

const sequence = (...contents: readonly Buffer[]) => der(0x30, ...contents);
const octets = (content: Buffer) => der(0x04, content);
const isTrue = der(0x01, Buffer.from([0xff]));

/** An object identifier; all that are used here have parts below 2^14. */
function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = rest.flatMap((part) =>
    part < 0x80
      ? [part]
      : part < 0x4000
        ? [0x80 | (part >> 7), part & 0x7f]
        : [0x80 | (part >> 14), 0x80 | ((part >> 7) & 0x7f), part & 0x7f],
  );
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const named = (name: string) => sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name)))));
const time = (ms: number) =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const pem = (bytes: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;

const withSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const day = 86_400_000;

/** A host as a certificate names it: an address, or a name. */
const hostName = (host: string): Buffer =>
  /^[\d.]+$/.test(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));

/** Makes a certificate of a name, which `authority` has signed: of an authority itself, or for a server at `hosts`. */
export function newCertificate(
  name: string,
  authority?: Certificate,
  hosts: readonly string[] = [],
): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signs = authority?.signs ?? privateKey;
  const isAuthority = authority === undefined;
  const extensions = sequence(
    sequence(oid('2.5.29.19'), isTrue, octets(isAuthority ? sequence(isTrue) : sequence())),
    ...(isAuthority ? [] : [sequence(oid('2.5.29.17'), octets(sequence(...hosts.map(hostName))))]),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    withSha256,
    named(authority?.name ?? name),
    sequence(time(Date.now() - day), time(Date.now() + day)),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', body, signs);
  const bytes = sequence(body, withSha256, der(0x03, Buffer.from([0]), signature));
  return {
    name,
    certificate: pem(bytes),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signs: privateKey,
  };
}
