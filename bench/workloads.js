import { join } from 'node:path';
import { Dataset } from './dataset.js';
import { movementRows, Shop } from './shop.js';
import { writeTexts } from './text-file.js';

/** A peer that takes longer than this for one command is left out where the history is ten times as long. */
const patienceMs = 1000;

/** The workloads that rows share, each made when it is first asked for. */
export class Workloads {
  #bench;
  #made = new Map();
  /** The history for which a peer was too slow, by title. */
  #slow = new Map();

  constructor(bench) {
    this.#bench = bench;
  }

  #get(name, size, peers = []) {
    const made = this.#made.get(name) ?? new Dataset(this.#bench, name, size).load(peers);
    this.#made.set(name, made);
    return made;
  }

  /** A shop just opened. */
  opened(devices) {
    return this.#get(`devices-${devices}`, { devices });
  }

  /** The same shop, each of its devices also at another one of many places. */
  spread(devices, places) {
    const name = `places-${places}`;
    const made =
      this.#made.get(name) ??
      new Dataset(this.#bench, name, { devices }).load().then((dataset) => dataset.spread(places));
    this.#made.set(name, made);
    return made;
  }

  /** A shop with a history of single movements. */
  withHistory(devices, movements) {
    return this.#get(`history-${movements}`, { devices, movements });
  }

  /** A shop whose stock is to be valued, in which nothing else is measured. */
  valued(devices, movements) {
    return this.#get(`valued-${movements}`, { devices, movements });
  }

  /** A shop with a history, kept by every peer that is fast enough for it. */
  withPeers(movements) {
    const devices = Math.max(1000, movements / 100);
    const peers = this.#bench.peers.filter(({ title }) => (this.#slow.get(title) ?? movements) >= movements);
    return this.#get(`peers-${movements}`, { devices, movements }, peers);
  }

  /** Turns that import a file of movements into a shop just opened, by stockbook and by peers that can. */
  async importing(devices, movements, peers) {
    const importers = peers.filter(({ prototype }) => prototype.importing !== undefined);
    const dataset = await this.#get(`import-${movements}`, { devices }, importers);
    const after = new Shop(this.#bench.options.seed, devices, movements);
    const file = join(this.#bench.scratch, `movements-${movements}.csv`);
    writeTexts(file, movementRows(after));
    return dataset.importing(file, after);
  }

  /** Keeps in mind which peers were too slow for a longer history than this. */
  judge(measured, movements) {
    for (const { title } of this.#bench.peers) {
      const isSlow = measured.has(title) && measured.ms(title) > patienceMs;
      if (isSlow && !this.#slow.has(title)) this.#slow.set(title, movements);
    }
  }

  /** The cell of each peer that was left out of a history. */
  leftOut(movements) {
    const out = [...this.#slow].filter(([, most]) => most < movements);
    const text = (most) => `left out: > ${patienceMs / 1000} s at ${most.toLocaleString('en-US')}`;
    return new Map(out.map(([title, most]) => [title, text(most)]));
  }
}
