import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between clients and a server on loopback: it can take its time, stall, and cut connections. */
export class BrokenLine {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** How long each way takes. */
  readonly #delayMs: number;
  /** Called with what a client sends; whether the connection is cut once the server has got it. */
  cuts: (data: Buffer) => boolean = () => false;
  /** How often that has been done. */
  count = 0;
  /** How many connections clients have made. */
  connections = 0;
  /** Called with what a client sends; whether it is held up on its way from then on, until it is released. */
  holds: (data: Buffer) => boolean = () => false;
  /** What is held up, with the client that it is of and the server that it is for. */
  readonly #held = new Map<Socket, { readonly server: Socket; readonly data: Buffer[] }>();
  #whenHeld: (() => void)[] = [];
  /** Whether answers are held up, too, until they are released. */
  holdsAnswers = false;
  #answers: (() => void)[] = [];
  /** All that clients have sent. */
  sent = '';
  /** All that the server has. */
  received = '';

  private constructor(to: number, delayMs: number) {
    this.#delayMs = delayMs;
    this.#server = createServer((client) => this.#serve(client, to));
  }

  static async start(to: number, delayMs = 0): Promise<BrokenLine> {
    const proxy = new BrokenLine(to, delayMs);
    await new Promise<void>((listening) => proxy.#server.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  /** How many transactions clients have sent, each of them in one go. */
  get trips(): number {
    return [...this.sent.matchAll(/begin(?: isolation|\0)/g)].length;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #serve(client: Socket, to: number): void {
    const server = connect(to, '127.0.0.1');
    this.connections++;
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.#open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#open.delete(socket));
    }
    let isCut = false;
    client.on('data', (data) =>
      this.#later(() => {
        this.sent += data.toString('latin1');
        if (this.#isHeld(client, server, data)) return;
        server.write(data);
        if (isCut || !this.cuts(data)) return;
        isCut = true;
        this.count++;
        // The server goes on for a while with what it has got, and nobody hears of it.
        client.destroy();
      }),
    );
    server.on('data', (data) =>
      this.#later(() => {
        this.received += data.toString('latin1');
        const answer = () => !isCut && client.write(data);
        if (this.holdsAnswers) this.#answers.push(answer);
        else answer();
      }),
    );
    server.on('close', () => this.#later(() => client.destroy()));
    // A server that notices at once that a client is gone would do less than one behind a broken line.
    client.on('close', () => {
      if (!this.#held.has(client)) setTimeout(() => server.destroy(), isCut ? 400 : 0).unref();
    });
  }

  #isHeld(client: Socket, server: Socket, data: Buffer): boolean {
    const held = this.#held.get(client);
    if (held === undefined && !this.holds(data)) return false;
    if (held === undefined) this.#held.set(client, { server, data: [data] });
    else held.data.push(data);
    for (const go of this.#whenHeld.splice(0)) go();
    return true;
  }

  /** Waits until something is held up. */
  async untilHeld(): Promise<void> {
    if (this.#held.size === 0) await new Promise<void>((go) => this.#whenHeld.push(go));
  }

  /** Cuts off the clients of whom something is held up. */
  cutHeld(): void {
    for (const client of this.#held.keys()) client.destroy();
  }

  /** Sends on what was held up, and waits until the server has ended the transactions of it. */
  async release(): Promise<void> {
    const held = [...this.#held.values()];
    const ended = held.map(
      ({ server }) =>
        new Promise<void>((end) => {
          server.on('data', (data) => /COMMIT|ROLLBACK/.test(data.toString('latin1')) && end());
          server.on('close', () => end());
        }),
    );
    for (const { server, data } of held) server.write(Buffer.concat(data));
    await Promise.all(ended);
    for (const { server } of held) server.destroy();
    this.#held.clear();
  }

  /** Sends on the answers that were held up. */
  releaseAnswers(): void {
    this.holdsAnswers = false;
    for (const answer of this.#answers.splice(0)) answer();
  }

  #later(act: () => void): void {
    if (this.#delayMs === 0) act();
    else setTimeout(act, this.#delayMs);
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }
}
