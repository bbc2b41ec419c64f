import type { Choice } from '../../../inventory/devices/attribute.ts';

/** What can be imported. */
export const subjects = [
  { value: 'devices', term: { en: 'devices', zh: '设备' } },
  { value: 'movements', term: { en: 'movements', zh: '出入库记录' } },
  { value: 'places', term: { en: 'places', zh: '地点' } },
] as const satisfies readonly Choice[];
export type Subject = (typeof subjects)[number]['value'];

/** What a file can hold: a filled sheet of a count is read, but not imported. */
export type FileSubject = Subject | 'tallies';
