import type { Session } from '../session.ts';
import type { ProgressKey } from '../words/messages.ts';

/** A command that takes longer than this is worth telling about, in milliseconds. */
const patienceMs = 500;
const redrawMs = 100;
/** Asking for the time costs more than most steps. */
const stepsBetweenLooks = 256;
const barCells = 24;

/** How far reading the store has come, from when the session opens it. */
export function readingProgress(session: Session): Progress {
  const progress = new Progress(session, 'checking');
  session.reading = (done, total) => progress.at(done, total);
  return progress;
}

/** How far something long has come: a bar on a terminal, drawn over and over; nothing anywhere else. */
export class Progress {
  readonly #session: Session;
  readonly #what: ProgressKey;
  #dueMs = patienceMs;
  #steps = 0;

  constructor(session: Session, what: ProgressKey) {
    this.#session = session;
    this.#what = what;
  }

  /** Tells that so much is done: of a total, as a bar; if that is not known, in rows. */
  at(done: number, total?: number): void {
    if (this.isDue()) this.draw(done, total);
  }

  /** Whether it is time to draw, after one more step. */
  isDue(): boolean {
    if (++this.#steps % stepsBetweenLooks !== 0) return false;
    const { elapsedMs } = this.#session.host;
    if (elapsedMs < this.#dueMs) return false;
    this.#dueMs = elapsedMs + redrawMs;
    return true;
  }

  draw(done: number, total?: number): void {
    this.#session.host.draw(this.#text(done, total));
  }

  /** Takes the bar away. */
  end(): void {
    this.#session.host.undraw();
  }

  #text(done: number, total: number | undefined): string {
    const { messages } = this.#session;
    const what = messages.progress[this.#what];
    if (total === undefined) return `${what} ${messages.rows(done)}`;
    const full = Math.floor((done / Math.max(total, 1)) * barCells);
    const percent = Math.floor((done / Math.max(total, 1)) * 100);
    return `${what} [${'#'.repeat(full)}${'-'.repeat(barCells - full)}] ${percent}%`;
  }
}
