import type { Random } from './random.ts';
import type { Fault, FaultPlan, OperationName } from './simulated-disk.ts';

const errors = ['ENOSPC', 'EIO', 'EDQUOT', 'EROFS', 'EMFILE', 'EACCES'];

/** One fault at one of the next operations: once or, if it is an error, from then on. */
export function anyFaults(random: Random, within: number): FaultPlan {
  const plan = random.chance(0.15) ? failingSync(random) : anyFaultWithin(random, within);
  return (operation, name) => asMetBy(name, plan(operation, name));
}

/** No real directory allows files to be made but refuses a sync only now and then. */
function asMetBy(name: OperationName, fault: Fault | undefined): Fault | undefined {
  return name === 'syncDirectory' && fault?.kind === 'error' && fault.code === 'EACCES'
    ? { kind: 'error', code: 'EIO' }
    : fault;
}

function anyFaultWithin(random: Random, within: number): FaultPlan {
  const first = random.below(within);
  const fault = anyFault(random);
  const lasting = random.chance(0.3) ? Infinity : random.of([1, 1, 2, 3]);
  const code = random.of(errors);
  let seen = 0;
  let met = 0;
  return (_operation, name) => {
    const isMet = seen++ >= first && (fault.kind !== 'short' || name === 'write' || name === 'read');
    if (!isMet) return undefined;
    met++;
    if (fault.kind === 'crash') return met === 1 ? fault : undefined;
    // After a short write comes the rest of it, or a full disk.
    if (fault.kind === 'short') return met === 1 || lasting > 2 ? fault : { kind: 'error', code };
    return met <= lasting ? fault : undefined;
  };
}

/** A sync fails, and what the store then does about it may fail too. */
function failingSync(random: Random): FaultPlan {
  const code = random.of(errors);
  const then = random.of<Fault | null>([
    null,
    { kind: 'error', code },
    { kind: 'error', code },
    { kind: 'crash', when: 'before' },
    { kind: 'crash', when: 'after' },
  ]);
  let failed = 0;
  return (_operation, name) => {
    if (failed === 0 && name !== 'sync') return undefined;
    failed++;
    return failed === 1 ? { kind: 'error', code } : failed === 2 ? (then ?? undefined) : undefined;
  };
}

function anyFault(random: Random): Fault {
  switch (random.below(7)) {
    case 0:
      return { kind: 'short', bytes: 1 + random.below(300) };
    case 1:
    case 2:
      return { kind: 'error', code: random.of(errors) };
    case 3:
      return { kind: 'crash', when: 'middle', bytes: random.below(2000) };
    case 4:
      return { kind: 'crash', when: 'before' };
    default:
      return { kind: 'crash', when: 'after' };
  }
}
