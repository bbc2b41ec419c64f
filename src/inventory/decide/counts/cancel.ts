import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { closingOf, differentTerms, type EntryTerms, openCount } from './find-count.ts';
import { closing } from './post.ts';

/** Abandons a count; what was tallied stays to be read. Null for one that is cancelled already. */
export function decideCancelCount(
  book: Book,
  journal: Journal,
  cancel: EntryTerms & { readonly count: number },
  at: string,
): EntryOutcome {
  const answer = alreadyRecorded(journal, cancel.key, 'count-cancel', ({ changes: [first] }) =>
    first?.do === 'count-close' && first.count === cancel.count ? differentTerms(cancel, first) : 'count',
  );
  if (answer !== null) return { entry: null, answer };
  if (closingOf(journal, cancel.count)?.change.as === 'cancelled') return { entry: null, answer: null };
  const open = openCount(book, journal, cancel.count);
  const draft = new Draft(book, at);
  draft.count(closing(open, 'cancelled', cancel));
  return { entry: { command: 'count-cancel', changes: draft.finish() }, answer: null };
}
