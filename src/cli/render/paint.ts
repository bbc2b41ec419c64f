/** The tone of a piece of text, which a terminal shows by colour. */
export type Tone = 'heading' | 'low' | 'in' | 'out' | 'dim' | 'refused';

/** Colours a text by its tone, or leaves it as it is. */
export type Paint = (text: string, tone: Tone) => string;

const plain: Paint = (text) => text;

/** The paint for a colour level of chalk, which is loaded only if there is colour. */
export async function loadPaint(level: 0 | 1): Promise<Paint> {
  if (level === 0) return plain;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  const tones = {
    heading: chalk.bold,
    low: chalk.yellow,
    in: chalk.green,
    out: chalk.red,
    dim: chalk.dim,
    refused: chalk.bgRed.white,
  };
  return (text, tone) => tones[tone](text);
}
