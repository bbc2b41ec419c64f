import { createHash } from 'node:crypto';
import { decideCancelCount } from '../../../src/inventory/decide/counts/cancel.ts';
import { decideEnter, type NewTally } from '../../../src/inventory/decide/counts/enter.ts';
import { decideFreeze } from '../../../src/inventory/decide/counts/freeze.ts';
import { decideOpenCount, type NewCount } from '../../../src/inventory/decide/counts/open.ts';
import { decidePost, type Posting } from '../../../src/inventory/decide/counts/post.ts';
import { decideRecount, type Recount } from '../../../src/inventory/decide/counts/recount.ts';
import { decideRest } from '../../../src/inventory/decide/counts/rest.ts';
import { decideSpot } from '../../../src/inventory/decide/counts/spot.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { parseSetQuantity } from '../../../src/inventory/values/quantity.ts';
import { type Line, parseReference } from '../../../src/inventory/values/text.ts';
import { movementOf, type PlainShop, type TypedMove } from './plain-shop.ts';

export type Step = Parameters<PlainShop['do']>[0];

export const q = (units: number) => orRefuse(parseSetQuantity(String(units)));
export const text = (typed: string): Line => orRefuse(parseReference(typed));
export const sha256 = (typed: string): string => createHash('sha256').update(typed).digest('hex');

export const opening =
  (rest: Partial<NewCount> = {}): Step =>
  (book, journal, at) =>
    decideOpenCount(book, journal, { devices: [], places: [], freeze: false, solo: false, ...rest }, at)
      .entry;

export const entering =
  (count: number, device: string, units: number, rest: Partial<NewTally> = {}, by = 'li'): Step =>
  (book, journal, at) =>
    decideEnter(book, journal, { count, device, quantity: q(units), ...rest }, at, by).entry;

export const resting =
  (count: number, place: string, by = 'li'): Step =>
  (book, journal, at) =>
    decideRest(book, journal, { count, place }, at, by).entry;

export const recounting =
  (count: number, rest: Partial<Recount> = {}): Step =>
  (book, journal, at) =>
    decideRecount(book, journal, { count, rates: [], also: [], ...rest }, at, sha256).entry;

export const freezing =
  (count: number, what: 'freeze' | 'thaw', place?: string): Step =>
  (book, journal, at) =>
    decideFreeze(book, journal, { count, do: what, place }, at).entry;

export const posting =
  (count: number, rest: Partial<Posting> = {}, by = 'zhao'): Step =>
  (book, journal, at) =>
    decidePost(book, journal, { count, ready: false, withoutRecount: false, solo: false, ...rest }, at, by)
      .entry;

export const cancellingCount =
  (count: number): Step =>
  (book, journal, at) =>
    decideCancelCount(book, journal, { count }, at).entry;

export const spotting =
  (device: string, units: number, place?: string): Step =>
  (book, journal, at) =>
    decideSpot(book, journal, { device, quantity: q(units), place }, at, 'li').entry;

export const moving =
  (typed: TypedMove, rest: { readonly place?: string; readonly beforeCount?: number } = {}): Step =>
  (book, journal, at) =>
    decideMove(book, journal, { ...movementOf(typed), ...rest }, at).entry;

export const undoing =
  (entry: number): Step =>
  (book, journal, at) =>
    decideUndo(book, journal, { entry, by: 'li' }, at).entry;
