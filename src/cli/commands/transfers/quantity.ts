import { parseQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import type { Session } from '../../session.ts';

/** Asks a person how many. */
export async function askForQuantity(session: Session): Promise<Quantity> {
  const { quantity: rule } = await session.hints();
  const label = session.messages.fields['quantity'] ?? 'quantity';
  return session.askForValue({ label, rule, parse: parseQuantity });
}
