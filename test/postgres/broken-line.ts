import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between clients and a server on loopback: it can take its time, and cut connections. */
export class BrokenLine {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** How long each way takes. */
  readonly #delayMs: number;
  /** Called with what a client sends; whether the connection is cut once the server has got it. */
  cuts: (data: Buffer) => boolean = () => false;
  /** How often that has been done. */
  count = 0;
  /** All that clients have sent. */
  sent = '';

  private constructor(to: number, delayMs: number) {
    this.#delayMs = delayMs;
    this.#server = createServer((client) => this.#serve(client, to));
  }

  static async start(to: number, delayMs = 0): Promise<BrokenLine> {
    const proxy = new BrokenLine(to, delayMs);
    await new Promise<void>((listening) => proxy.#server.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #serve(client: Socket, to: number): void {
    const server = connect(to, '127.0.0.1');
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
        server.write(data);
        if (isCut || !this.cuts(data)) return;
        isCut = true;
        this.count++;
        // The server goes on for a while with what it has got, and nobody hears of it.
        client.destroy();
      }),
    );
    server.on('data', (data) => this.#later(() => isCut || client.write(data)));
    server.on('close', () => this.#later(() => client.destroy()));
    // A server that notices at once that a client is gone would do less than one behind a broken line.
    client.on('close', () => setTimeout(() => server.destroy(), isCut ? 400 : 0).unref());
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
