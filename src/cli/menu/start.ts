import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../inventory/refusal.ts';
import type { GlobalOptions } from '../global-options.ts';
import type { Language } from '../language.ts';
import { onStore } from '../pasted.ts';
import { printable } from '../render/printable.ts';
import { Session } from '../session.ts';
import { loadMessages } from '../words/load-messages.ts';
import { withoutCommands } from './commands-left-out.ts';
import { words } from './menu.words.ts';
import { type MenuPlace, runFrom } from './run-from.ts';

/** Returns the same menu in another language, or on another store. */
export async function moved(
  { session, words }: MenuPlace,
  language: Language,
  options: GlobalOptions,
): Promise<MenuPlace> {
  const messages = withoutCommands(onStore(await loadMessages(language), options.store));
  return { session: new Session({ ...session.setup, language, messages }, options), words };
}

/** Returns the menu on the store that is there, or on a new one or the sample, as the person chooses; null if they leave. */
export async function startingPlace(place: MenuPlace): Promise<MenuPlace | null> {
  const { session } = place;
  try {
    await session.currency();
    return place;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no-store') throw error;
  }
  const { ask: asked } = session.messages;
  const texts = words[session.language];
  session.host.complain(texts.noStore(printable(session.host.directory)));
  const ask = await session.ask();
  const choice = await ask.choice<'make' | 'sample' | 'leave'>(asked.menu, [
    { value: 'make', name: texts.make },
    { value: 'sample', name: texts.sample },
    { value: 'leave', name: asked.leave },
  ]);
  if (choice === 'leave') return null;
  if (choice === 'make') {
    const { parseCurrency } = await import('../../inventory/values/money.ts');
    const currency = await ask.text({ label: texts.currency, current: 'CNY', parse: parseCurrency });
    await runFrom(place, { command: 'init', options: ['--currency', currency.trim()] });
    return place;
  }
  return sample(place);
}

/** Makes a store with the sample in a directory of its own. */
async function sample(place: MenuPlace): Promise<MenuPlace> {
  const { host, language, options } = place.session;
  const store = join(mkdtempSync(join(tmpdir(), 'stockbook-sample-')), 'inventory.json');
  const typed = [...place.words, '--store', store];
  const there = await moved({ ...place, words: typed }, language, { ...options, store });
  await runFrom(there, { command: 'init' });
  for (const what of ['devices', 'movements']) {
    const file = join(host.installation, 'data/sample', `${what}.csv`);
    await runFrom(there, { command: 'import', options: ['--no-input'], arguments: [what, file] });
  }
  host.note(words[language].sampleMade(printable(store)));
  return there;
}
