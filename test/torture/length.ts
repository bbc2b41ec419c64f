/** `npm test` plays a short form of the torture; `npm run torture` a long one, of about 30 minutes. */
const isLong = process.env['STOCKBOOK_TORTURE'] === 'long';

/** The seed of everything that is drawn by chance; printed, and given back to play the same again. */
export const seed = Number(process.env['STOCKBOOK_SEED'] ?? Date.now() % 1_000_000);

/** How often something is done, in the short form and in the long one. */
export const times = (short: number, long: number): number => (isLong ? long : short);

/** Tells the runner how often something was done; it adds them up. */
export function tally(counts: { readonly [what: string]: number }): void {
  for (const [what, count] of Object.entries(counts))
    console.info(`torture: ${count} ${what} from seed ${seed}`);
}
