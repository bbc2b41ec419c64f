import { expect } from 'vitest';
import type { Entry } from '../../src/inventory/book/change.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { ErrorCode } from '../../src/problems.ts';
import { isJson } from '../../src/store/journal/json.ts';
import { noSum, statedSum, verifiedSum } from '../../src/store/journal/sealed-line.ts';
import type { Notice } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { listingOf } from '../store/whole.ts';
import { anyFaults } from './faults.ts';
import { Memory } from './memory.ts';
import { Random } from './random.ts';
import {
  type Attempt,
  addDevice,
  addPlaces,
  bookPath,
  type Command,
  edit,
  importDevices,
  importMoves,
  journalPath,
  move,
  nothing,
  perform,
  remove,
  Shop,
  settle,
  told,
  transfer,
  undo,
  type Wrap,
  witnessPath,
} from './shop.ts';
import { SimulatedDisk, type SimulatedProcess } from './simulated-disk.ts';
import { entriesOf, expectSound } from './soundness.ts';

const codes = ['A', 'B', 'C'];
const clerks = ['li', 'wang', 'zhao'];
const places = ['shop', 'yard'];
const keys = ['k1', 'k2', 'k3', 'k4'];
const commandsAnEpisode = 10;

/** What an episode met. */
export interface Met {
  acknowledged: number;
  refused: number;
  unknown: number;
  kills: number;
  powerCuts: number;
  damages: number;
  headerDamages: number;
  mixtures: number;
}

export const metNothing = (): Met => ({
  acknowledged: 0,
  refused: 0,
  unknown: 0,
  kills: 0,
  powerCuts: 0,
  damages: 0,
  headerDamages: 0,
  mixtures: 0,
});

/** The answer that a clerk gets, or `silence` if the process died. */
type Answer =
  | { readonly kind: 'recorded' | 'already'; readonly entry: Entry }
  | { readonly kind: 'nothing' | 'silence' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** How far the book file of a shop may stay behind. */
const maxEntriesBehind = 4;

/** What the book or the machine may refuse on a day on which nothing damages history. */
const mayRefuse: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'io',
  'unknown',
  'busy',
  'not-found',
  'insufficient-stock',
  'duplicate-code',
  'in-use',
  'invalid',
  'not-empty',
  'already-imported',
  'key-conflict',
  'already-undone',
  'exists',
  'settled',
  'over-received',
  'not-sellable',
]);

/**
 * Plays a shop's bad day: clerks give random commands, sometimes two at once, while processes are killed, the power fails, the
 * disk refuses and people change the files. Everything acknowledged must be there, nothing refused may be, the rest is there
 * whole or not at all, and the next day everything works.
 */
export async function playEpisode(seed: number, met: Met = metNothing(), wrap?: Wrap): Promise<void> {
  await new Day(seed, met, wrap).play();
}

class Day {
  readonly #random: Random;
  readonly #disk: SimulatedDisk;
  readonly #shop: Shop;
  readonly #memory = new Memory();
  readonly #met: Met;
  /** Whether anyone was told that there is a store. */
  #promised = false;
  #damaged = false;
  #imports = 0;
  /** The entries that repairs had to write, and those that the last one named. */
  readonly #repaired = new Set<number>();
  #named: ReadonlySet<number> = new Set();
  /**
   * The damaged journal of the last repair, the number of entries before the damage, and the number of entries after the
   * repair.
   */
  #repairedLast: { readonly journal: Buffer; readonly sound: number; readonly entries: number } | undefined;

  constructor(seed: number, met: Met, wrap?: Wrap) {
    this.#random = new Random(seed);
    this.#disk = new SimulatedDisk(this.#random, { operationsPerTick: this.#random.of([1, 7, 1000]) });
    this.#shop = new Shop(wrap, 0, 1 + (seed % maxEntriesBehind));
    this.#met = met;
  }

  readonly #notice = (notice: Notice): void => {
    if (notice.key === 'damaged-after' && !this.#damaged)
      throw new Error(`nothing is damaged, and yet entry ${notice.place.entry + 1} is said to be`);
  };

  async play(): Promise<void> {
    await this.#open();
    for (let round = 0; round < commandsAnEpisode; round++) {
      if (this.#random.chance(0.1)) this.#meddle();
      if (this.#random.chance(0.05)) await this.#damageAndRepair();
      else if (this.#random.chance(0.08)) await this.#maintain();
      else await this.#command(round);
      if (this.#random.chance(0.12)) await this.#end('power');
      if (this.#random.chance(0.1)) await this.#checkEverything();
    }
    await this.#nextDay();
  }

  /** Somebody makes the store, at times on a machine that fails. */
  async #open(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const files = this.#disk.start();
      if (attempt < 2 && this.#random.chance(0.5)) files.plan = anyFaults(this.#random, 30);
      const wasThere = this.#disk.at(journalPath) !== undefined;
      const answer = await this.#answer(files, () => this.#shop.init(files));
      if (answer === undefined && !files.dead) break;
      if (answer?.code === 'exists') return;
      if (answer?.code === 'io' && !wasThere)
        expect(this.#disk.at(journalPath), 'a journal although init was refused').toBeUndefined();
      if (files.dead && this.#random.chance(0.5)) this.#losePower();
    }
    this.#promised = true;
  }

  /** Runs something; a refusal is returned, anything else that is thrown by a process alive is a bug. */
  async #answer<T>(files: SimulatedProcess, action: () => Promise<T>): Promise<Refusal | undefined> {
    try {
      await action();
      return undefined;
    } catch (error) {
      if (files.dead) return undefined;
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #openStore(files: SimulatedProcess, waitMs = 0): Promise<KeptStore> {
    return this.#shop.open(files, { by: this.#random.of(clerks), waitMs, notice: this.#notice });
  }

  async #command(round: number): Promise<void> {
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    const command = this.#anyCommand(round);
    const attempt: Attempt = { decided: null };
    files.plan = this.#random.chance(0.6) ? anyFaults(this.#random, 40) : () => undefined;
    const others = this.#random.chance(0.3) ? await this.#intrude(files, round) : [];
    if (this.#random.chance(0.05)) this.#replaceJournalUnder(files);
    const answer = await this.#perform(files, store, command, attempt);
    await this.#hear([...(await Promise.all(others.map((other) => other()))), { files, attempt, answer }]);
    files.plan = () => undefined;
    if (!files.dead) await this.#close(files, store);
    const open = isOpen(answer);
    if (files.dead || this.#random.chance(0.03)) await this.#end(this.#random.chance(0.5) ? 'kill' : 'power');
    if (command.key !== undefined && open && this.#random.chance(0.7)) await this.#again(command);
  }

  async #close(files: SimulatedProcess, store: KeptStore): Promise<void> {
    await store.close();
    if (files.openFiles > 0) throw new Error(`${files.openFiles} files were left open`);
  }

  /** A command whose fate is open is given again, under its key: one movement comes of it. */
  async #again(command: Command): Promise<void> {
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    const attempt: Attempt = { decided: null };
    const answer = await this.#perform(files, store, command, attempt);
    await this.#hear([{ files, attempt, answer }]);
    await this.#close(files, store);
    if (answer.kind === 'refused') expect(['io', 'busy', 'unknown']).not.toContain(answer.refusal.code);
  }

  /** Another clerk acts between two operations of this one; or waits for the lock, and this one is killed. */
  async #intrude(victim: SimulatedProcess, round: number): Promise<(() => Promise<Heard>)[]> {
    const files = this.#disk.start();
    const waits = this.#random.chance(0.3);
    const store = await this.#openStore(files, waits ? 60_000 : 0);
    files.whileWaiting = () => victim.kill();
    if (this.#random.chance(0.3)) files.plan = anyFaults(this.#random, 40);
    const command = this.#anyCommand(round + 100);
    const attempt: Attempt = { decided: null };
    const at = victim.operations + 1 + this.#random.below(30);
    const { plan } = victim;
    let answer: Promise<Answer> | undefined;
    victim.plan = (operation, name) => {
      if (operation === at) answer = this.#perform(files, store, command, attempt);
      return plan(operation, name);
    };
    return [async () => ({ files, attempt, answer: (await answer) ?? { kind: 'nothing' } })];
  }

  /** A hand or a tool puts a copy in the journal's place, after a command has opened it and before it has the lock. */
  #replaceJournalUnder(files: SimulatedProcess): void {
    const { plan } = files;
    let done = false;
    files.plan = (operation, name) => {
      const journal = this.#disk.content(journalPath);
      if (name === 'lock' && !done && journal !== undefined) {
        this.#disk.meddle(journalPath, journal);
        done = true;
      }
      return plan(operation, name);
    };
  }

  async #perform(
    files: SimulatedProcess,
    store: KeptStore,
    command: Command,
    attempt: Attempt,
  ): Promise<Answer> {
    try {
      const { entry, isNew } = await perform(store, command, attempt);
      if (files.dead) return { kind: 'silence' };
      if (entry === null) return { kind: 'nothing' };
      return { kind: isNew ? 'recorded' : 'already', entry };
    } catch (error) {
      if (files.dead) return { kind: 'silence' };
      if (!(error instanceof Refusal)) throw error;
      if (!mayRefuse.has(error.code)) throw error;
      return { kind: 'refused', refusal: error };
    }
  }

  /** Checks the answers that clerks got against the store. */
  async #hear(heard: readonly Heard[]): Promise<void> {
    for (const { attempt, answer } of heard)
      if (answer.kind === 'recorded' || isOpen(answer)) this.#memory.leaveOpen(attempt.decided);
    await this.#compare(heard.some(({ files }) => files.dead));
    for (const { answer } of heard) {
      switch (answer.kind) {
        case 'recorded':
        case 'already':
          this.#memory.acknowledge(answer.entry);
          this.#promised = true;
          this.#met.acknowledged++;
          break;
        case 'refused':
          this.#hearRefusal(answer.refusal);
      }
    }
    // The answer of another command says nothing about the line of the killed one.
    for (const { attempt, answer } of heard)
      if (isOpen(answer)) this.#memory.leaveOpenUnlessThere(attempt.decided);
  }

  #hearRefusal({ code, details }: Refusal): void {
    this.#met.refused++;
    if (code === 'unknown') this.#met.unknown++;
    // An answer that an import is there already also confirms that it is recorded.
    if (code === 'already-imported') this.#memory.acknowledge({ n: Number(details['entry']) });
  }

  async #compare(crashed: boolean): Promise<void> {
    this.#memory.compare(await this.#entries(), crashed);
  }

  async #entries(): Promise<readonly Entry[]> {
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    const entries = await entriesOf(store);
    await this.#close(files, store);
    return entries;
  }

  async #end(how: 'kill' | 'power'): Promise<void> {
    if (how === 'kill') {
      this.#met.kills++;
      this.#disk.kill();
    } else {
      this.#losePower();
      // A store whose init was killed may vanish until someone got an answer from it.
      if (!this.#promised && this.#disk.at(journalPath) === undefined) await this.#open();
    }
    if (how === 'power' && this.#isDamagedAgain()) await this.#repairAgain();
    else if (how === 'power' && this.#endsInMixture()) await this.#repairMixture();
    await this.#compare(true);
    if (how === 'power') this.#memory.forgetOpen();
    if (this.#random.chance(0.5)) await this.#checkEverything();
  }

  /**
   * Whether the last line is made of sectors of two lines, of commands that both failed to sync and were both killed before
   * they had cut it back. One of them was JSON and no more of it is sealed: that is taken for damage, for once
   * confirmed it would be.
   */
  #endsInMixture(): boolean {
    const journal = this.#disk.content(journalPath)?.toString('latin1').split('\n') ?? [];
    const [before, last] = journal.slice(-3, -1).map((line) => Buffer.from(line, 'latin1'));
    if (journal.at(-1) !== '' || before === undefined || last === undefined) return false;
    return isJson(last) && verifiedSum(last, statedSum(before) ?? noSum) === null;
  }

  /** Neither line was acknowledged; a repair keeps all that was. */
  async #repairMixture(): Promise<void> {
    this.#met.mixtures++;
    this.#damaged = true;
    await this.#repairUntilDone();
    this.#damaged = false;
    this.#memory.beginAnew(await this.#entries(), this.#memory.promised);
  }

  /** Whether a power cut undid the rename of a repaired journal that was reported as not synced. */
  #isDamagedAgain(): boolean {
    const journal = this.#disk.content(journalPath);
    return this.#repairedLast !== undefined && journal?.equals(this.#repairedLast.journal) === true;
  }

  /** Everything before the damage is unchanged. Nothing was acknowledged since, because that syncs the name first. */
  async #repairAgain(): Promise<void> {
    const { sound, entries } = this.#repairedLast ?? { sound: 0, entries: 0 };
    if (this.#memory.promised > entries) throw new Error(`entry ${entries + 1} was acknowledged and is lost`);
    this.#damaged = true;
    await this.#repairUntilDone();
    this.#damaged = false;
    const found = await this.#entries();
    for (const { n, command } of found) if (command === 'repair') this.#repaired.add(n);
    this.#memory.beginAnew(found, sound);
  }

  #losePower(): void {
    this.#met.powerCuts++;
    this.#disk.losePower();
  }

  /** The store is sound, and looking at it changes nothing. */
  async #checkEverything(): Promise<void> {
    const before = this.#disk.picture();
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    await expectSound(store);
    const { findings } = await store.verify();
    for (const { key } of findings)
      expect(['torn-tail', 'book-torn', 'book-missing', 'book-differs']).toContain(key);
    await this.#close(files, store);
    expect(this.#disk.picture()).toBe(before);
    if (this.#random.chance(0.3)) await this.#recoverTwice();
  }

  /** What recovery there is happens once. */
  async #recoverTwice(): Promise<void> {
    const recover = async () => {
      const files = this.#disk.start();
      const store = await this.#openStore(files);
      await perform(store, nothing);
      await this.#close(files, store);
      return this.#disk.picture();
    };
    expect(await recover()).toBe(await recover());
    await this.#compare(false);
  }

  /** A repair without damage: at most it sets a torn tail aside and rebuilds the book file. */
  async #maintain(): Promise<void> {
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    files.plan = this.#random.chance(0.5) ? anyFaults(this.#random, 40) : () => undefined;
    const refusal = await this.#answer(files, async () => {
      const { lost } = await store.repair();
      if (!files.dead) this.#expectToldAgain(lost);
    });
    if (refusal !== undefined) expect(['io', 'unknown']).toContain(refusal.code);
    files.plan = () => undefined;
    if (files.dead) return this.#end(this.#random.chance(0.5) ? 'kill' : 'power');
    await this.#close(files, store);
    await this.#compare(false);
  }

  /** A repair that loses nothing may repeat what an interrupted one did not finish saying. */
  #expectToldAgain(lost: readonly number[]): void {
    for (const n of lost) expect([...this.#repaired]).toContain(n);
  }

  /** Somebody edits, empties, removes or restores the book file or the witness; history is not touched. */
  #meddle(): void {
    const path = this.#random.chance(0.7) ? bookPath : witnessPath;
    const content = this.#disk.content(path);
    if (content === undefined) return;
    switch (this.#random.below(4)) {
      case 0:
        return this.#disk.meddle(path, null);
      case 1:
        return this.#disk.meddle(path, content.subarray(0, this.#random.below(content.length + 1)));
      case 2: {
        const edited = content.toString('latin1').replace(/"quantity":\d/, '"quantity":7');
        return this.#disk.meddle(path, Buffer.from(edited, 'latin1'));
      }
      default: {
        const { length } = content;
        if (length > 0) content[this.#random.below(length)] = this.#random.below(256);
        return this.#disk.meddle(path, content);
      }
    }
  }

  /**
   * A byte of confirmed history, or of the line before it, is changed: nothing is written until a repair, which keeps the
   * stock and every entry but those that it names.
   */
  async #damageAndRepair(): Promise<void> {
    const journal = this.#disk.content(journalPath)?.toString('latin1') ?? '';
    const firstEntry = journal.indexOf('\n') + 1;
    const stock = await this.#stock();
    // Only a book file that is current knows all that is lost.
    if (this.#memory.promised !== this.#memory.entries || !(await this.#isBookCurrent())) return;
    if (firstEntry === 0 || journal.length === firstEntry) return;
    const entries = (await this.#entries()).map(told);
    const isHeader = this.#random.chance(0.3);
    const at = isHeader
      ? this.#random.below(firstEntry)
      : firstEntry + this.#random.below(journal.length - firstEntry);
    const changed = Buffer.from(journal, 'latin1');
    changed[at] = (changed[at] ?? 0) ^ 1;
    this.#met.damages++;
    if (isHeader) this.#met.headerDamages++;
    this.#damaged = true;
    // Damage comes to light days later; by then the book file, which nobody waits for, has come to the disk.
    this.#disk.settle();
    this.#disk.meddle(journalPath, changed);
    await this.#expectRefusedAsDamaged(isHeader);
    if (this.#random.chance(0.5)) await this.#repairUntilDone();
    else await this.#repairDuringCommand();
    this.#damaged = false;
    const sound = isHeader ? entries.length : journal.slice(firstEntry, at).split('\n').length - 1;
    const found = await this.#entries();
    for (const [index, entry] of found.slice(0, entries.length).entries()) {
      if (told(entry) === entries[index]) continue;
      this.#repaired.add(index + 1);
      if (isHeader || !this.#named.has(index + 1))
        throw new Error(`entry ${index + 1} is lost and not named`);
    }
    // Without a witness, an entry that only corrects the stock looks like one in place of a lost one.
    for (const { n, command } of found.slice(entries.length)) if (command === 'repair') this.#repaired.add(n);
    this.#memory.beginAnew(found, sound);
    this.#repairedLast = { journal: changed, sound, entries: found.length };
    expect(await this.#stock()).toEqual(stock);
    await this.#checkEverything();
  }

  async #isBookCurrent(): Promise<boolean> {
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    const { findings } = await store.verify();
    await this.#close(files, store);
    const book = this.#disk.content(bookPath)?.toString('latin1') ?? '';
    return findings.length === 0 && book.includes(`"entry":${this.#memory.entries},`);
  }

  async #stock(): Promise<readonly (readonly [code: string, quantity: number])[]> {
    const files = this.#disk.start();
    const store = await this.#openStore(files);
    const { rows } = await listingOf(store);
    const devices = rows.filter(({ code }) => code !== 'MEANWHILE');
    const stock = devices.map(({ code, quantity }) => [code, quantity] as const).sort();
    await this.#close(files, store);
    return stock;
  }

  async #expectRefusedAsDamaged(isHeader: boolean): Promise<void> {
    const store = await this.#openStore(this.#disk.start());
    if (isHeader) await expect(store.verify()).rejects.toMatchObject({ code: 'damaged' });
    else expect((await store.verify()).findings.map(({ key }) => key)).toContain('entry-damaged');
    const before = this.#disk.picture();
    await expect(perform(store, addDevice('NOT-NOW', 1))).rejects.toMatchObject({ code: 'damaged' });
    expect(this.#disk.picture()).toBe(before);
  }

  /** A repair while a command waits: the command is refused, or recorded in the journal that is there then. */
  async #repairDuringCommand(): Promise<void> {
    const [files, other] = [this.#disk.start(), this.#disk.start()];
    const store = await this.#openStore(files);
    const repairer = await this.#openStore(other);
    const at = 1 + this.#random.below(12);
    let repaired: Promise<unknown> | undefined;
    files.plan = (operation) => {
      if (operation === at) repaired = repairer.repair().catch((error: unknown) => error);
      return undefined;
    };
    const answer = await perform(store, addDevice('MEANWHILE', 0)).catch((error: unknown) => error);
    await repaired;
    await this.#close(files, store);
    if (answer instanceof Refusal) expect(['damaged', 'busy', 'duplicate-code']).toContain(answer.code);
    else expect((await this.#entries()).at(-1)?.changes).toMatchObject([{ device: { code: 'MEANWHILE' } }]);
    await this.#repairUntilDone();
  }

  async #repairUntilDone(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const files = this.#disk.start();
      const store = await this.#openStore(files);
      if (attempt < 3 && this.#random.chance(0.6)) files.plan = anyFaults(this.#random, 60);
      const refusal = await this.#answer(files, async () => {
        const { lost, repairedBefore } = await store.repair();
        this.#named = new Set([...lost, ...repairedBefore]);
      });
      if (!files.dead && refusal === undefined) return;
      if (refusal !== undefined) expect(['io', 'unknown']).toContain(refusal.code);
      if (this.#random.chance(0.5)) this.#losePower();
      else this.#disk.kill();
    }
  }

  /** The next day: the store works, nobody has to clean up, and everything agrees. */
  async #nextDay(): Promise<void> {
    await this.#end('power');
    for (const command of [
      addDevice('LAST', 3),
      move('LAST', 1, { key: 'last' }),
      move('LAST', 1, { key: 'last' }),
      // By then the book file is due, however far it may stay behind.
      ...Array.from({ length: maxEntriesBehind }, () => move('LAST', 1)),
    ]) {
      const files = this.#disk.start();
      const store = await this.#openStore(files);
      const attempt: Attempt = { decided: null };
      const answer = await this.#perform(files, store, command, attempt);
      expect(['recorded', 'already']).toContain(answer.kind);
      await this.#hear([{ files, attempt, answer }]);
      await this.#close(files, store);
    }
    const store = await this.#openStore(this.#disk.start());
    expect((await store.verify()).findings).toEqual([]);
    await this.#end('power');
  }

  #anyCommand(round: number): Command {
    const random = this.#random;
    const code = random.of(codes);
    switch (random.below(15)) {
      case 0:
      case 1:
      case 2:
        return addDevice(code, random.below(9));
      case 3:
        return undo(random.chance(0.3) ? 1 + random.below(this.#memory.entries + 1) : undefined);
      case 4:
        return edit(code, random.chance(0.5) ? { name: `Name ${round}` } : { code: random.of(codes) });
      case 5:
        return random.chance(0.5) ? remove(code) : importDevices(random.of(['X', 'Y']), random.below(5));
      case 6:
      case 7:
        if (random.chance(0.6)) this.#imports++;
        return importMoves(
          Array.from({ length: 1 + random.below(12) }, () => ({
            device: random.of(codes),
            change: this.#anyChange(),
            ...(random.chance(0.1) ? { key: random.of(keys) } : {}),
          })),
          `file ${this.#imports}`,
        );
      case 8:
        return random.chance(0.5)
          ? addPlaces(random.of(places))
          : settle(1 + random.below(this.#memory.entries + 1), random.chance(0.7));
      case 9:
      case 10:
        return transfer(code, 1 + random.below(4), [random.of(['main', ...places]), random.of(places)], {
          inTransit: random.chance(0.4),
          ...(random.chance(0.3) ? { key: random.of(keys) } : {}),
        });
      default:
        return move(code, this.#anyChange(), {
          ...(random.chance(0.5) ? { key: random.of(keys) } : {}),
          note: 'n'.repeat(random.of([1, 1, 40, 700])),
        });
    }
  }

  #anyChange(): number {
    return this.#random.chance(0.7) ? 1 + this.#random.below(5) : -1 - this.#random.below(3);
  }
}

interface Heard {
  readonly files: SimulatedProcess;
  readonly attempt: Attempt;
  readonly answer: Answer;
}

/** Whether nobody knows what came of a command. */
const isOpen = (answer: Answer): boolean =>
  answer.kind === 'silence' || (answer.kind === 'refused' && isUnsure(answer.refusal));

const isUnsure = ({ code }: Refusal): boolean => code === 'unknown';
