import { refuse } from '../../../inventory/refusal.ts';
import type { Finding } from '../../../store/upkeep.ts';
import { defineCommand } from '../../command.ts';
import { readingProgress } from '../../host/progress.ts';
import { printable } from '../../render/printable.ts';
import { words } from './verify.words.ts';

const isTorn = (key: Finding['key']): boolean => key === 'torn-tail' || key === 'book-torn';

export const command = defineCommand({
  words,
  async run(session) {
    const progress = readingProgress(session);
    const verification = await (await session.store()).verify();
    progress.end();
    const { entries, devices } = verification;
    const { messages } = session;
    const said = words[session.language];
    // What an interrupted command or a power cut left behind is nothing wrong: the next command tidies it up.
    const findings = verification.findings.filter(({ key }) => !isTorn(key));
    for (const torn of verification.findings) {
      if (torn.key === 'torn-tail') session.note(said.tornTail(messages.finding(torn)));
      if (torn.key === 'book-torn') session.note(said.tornBook(messages.finding(torn)));
    }
    if (findings.length === 0) {
      if (session.json) session.host.printJson({ ok: true, entries, devices });
      else session.host.print(`${said.sound(entries, devices)}\n`);
      return 0;
    }
    const shown = findings.map((finding) => {
      const { key, place, params } = finding;
      return { key, ...place, ...params, message: messages.finding(finding) };
    });
    if (!session.json) for (const { message } of shown) session.host.print(`${printable(message)}\n`);
    const details = { entries, devices, findings: shown };
    const counts = findings.filter(({ key }) => key === 'count-differs');
    const entry = counts.at(-1)?.place.entry;
    // Repair makes again what can be made again; what was counted, only people can.
    if (entry !== undefined && counts.length === findings.length)
      return refuse('counts-broken', { entry }, details);
    return refuse('damage-found', { findings: findings.length }, details);
  },
});
