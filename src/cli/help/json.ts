import { rowTypes } from '../../inventory/look/history.ts';
import type { Json } from '../../inventory/refusal.ts';
import { type Block, wrapped } from './block.ts';
import { jsonSession } from './json-session.ts';
import type { Topic } from './topics.ts';

/** What `--json` prints, by the commands of a session. */
export const topic: Topic = async ({ texts }) => [
  { heading: texts.summaries.json },
  { paragraph: texts.json.devices },
  { paragraph: texts.json.movements(texts.list(rowTypes.map(({ value }) => value))) },
  { paragraph: texts.json.errors },
  ...jsonSession
    .trim()
    .split(/\n(?=\$ )/)
    .map(sessionBlock),
];

/** A command with what it prints. */
function sessionBlock(text: string): Block {
  const [command = '', ...printed] = text.split('\n');
  return { example: [...commandLines(command), ...printed.flatMap((line) => jsonLines(JSON.parse(line)))] };
}

const lineWidth = 76;

/** A command broken into lines that a shell joins. */
function commandLines(command: string): readonly string[] {
  const lines = wrapped(command, lineWidth - 2);
  return lines.map(
    (line, index) => `${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`,
  );
}

/** JSON broken between its fields into lines that fit; still one JSON value. */
function jsonLines(json: Json): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(json)) {
    if (line !== '' && line.length + piece.length > lineWidth) {
      lines.push(line);
      line = ' ';
    }
    line += piece;
  }
  return [...lines, line];
}

/** The pieces that JSON may be broken between: fields and items, also those within. */
function piecesOf(json: Json): string[] {
  if (typeof json !== 'object' || json === null) return [JSON.stringify(json)];
  if (Array.isArray(json)) return enclosed('[', json.map(piecesOf), ']');
  const fields = Object.entries(json).map(([key, value]) => {
    const [first = '', ...rest] = piecesOf(value);
    return [`${JSON.stringify(key)}:${first}`, ...rest];
  });
  return enclosed('{', fields, '}');
}

/** Pieces of parts with commas between the parts, in brackets. */
function enclosed(opening: string, parts: readonly (readonly string[])[], closing: string): string[] {
  const pieces = parts.flatMap((part, index) =>
    part.map((piece, place) => (place === part.length - 1 && index < parts.length - 1 ? `${piece},` : piece)),
  );
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  return last === undefined ? [opening + first + closing] : [opening + first, ...rest, last + closing];
}
