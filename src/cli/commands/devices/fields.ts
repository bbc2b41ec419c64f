import type { CommandDefinition, TypedOptions } from '../../command.ts';

/** The options of add and edit, each with the field it fills. */
export const fieldOptions: NonNullable<CommandDefinition['options']> = [
  { flags: '--code <code>', help: 'code' },
  { flags: '--name <name>', help: 'name' },
  { flags: '--brand <brand>', help: 'brand' },
  { flags: '--size <inches>', help: 'size' },
  { flags: '--panel <panel>', help: 'panel' },
  { flags: '--disc <format>', help: 'disc' },
  { flags: '--price <price>', help: 'price' },
  { flags: '--weight <kg>', help: 'weight' },
  { flags: '--minimum <quantity>', help: 'minimum' },
  { flags: '--quantity <quantity>', help: 'quantity' },
  { flags: '--cost <price>', help: 'cost' },
  { flags: '--tv <code>', help: 'tv' },
  { flags: '--dvd <code>', help: 'dvd' },
  { flags: '--tv-price <price>', help: 'tv-price' },
  { flags: '--dvd-price <price>', help: 'dvd-price' },
];

/** The fields that options fill, by their names in camel case, which are the options' too. */
export function typedFields(options: TypedOptions): Map<string, string> {
  const names = fieldOptions.map(({ flags }) => camelCase(flags));
  return new Map(
    names.flatMap((name): [string, string][] => {
      const value = options[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function camelCase(flags: string): string {
  const long = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** How an option of a field is typed. */
export const optionOf = (field: string): string =>
  `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
