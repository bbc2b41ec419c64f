import { movementCommand } from './stock-movement.ts';

export const command = movementCommand('stock-in');
