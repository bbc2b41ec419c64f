import type { Ask, Field, Option } from './ask.ts';

interface Given {
  readonly label: string;
  /** Undefined where nothing was answered. */
  readonly answer: string | undefined;
}

/** The answers to the questions of a command, so that it can be run once more without asking again for what was right. */
export class Answers {
  /** What was asked, in order. */
  readonly #given: Given[] = [];
  readonly #before: readonly Given[];
  /** The first of the earlier answers that is asked for again. */
  readonly #from: number;
  #next = 0;

  private constructor(before: readonly Given[], from: number) {
    this.#before = before;
    this.#from = from;
  }

  static readonly none = (): Answers => new Answers([], 0);

  /** Answers everything as it was answered. */
  all(): Answers {
    return new Answers(this.#given, this.#given.length);
  }

  /**
   * Answers as before up to the last question with one of the labels; that one and those after it are asked again, with what was
   * answered to begin with. Null if none of them was asked.
   */
  upTo(labels: ReadonlySet<string>): Answers | null {
    const from = this.#given.findLastIndex(({ label }) => labels.has(label));
    return from === -1 ? null : new Answers(this.#given, from);
  }

  /** Asks what is not answered yet. A yes or no is always asked for. */
  asking(ask: Ask): Ask {
    return {
      ...ask,
      text: (field) => this.#answer(field.label, isText, (before) => ask.text(withCurrent(field, before))),
      optionalText: (field) =>
        this.#answer(field.label, isAnything, (before) => ask.optionalText(withCurrent(field, before))),
      choice: (label, options, current) => {
        const isOption = isAmong(options);
        const start = (before: string | undefined) => (isOption(before) ? before : current);
        return this.#answer(label, isOption, (before) => ask.choice(label, options, start(before)));
      },
      quickChoice: (label, options) =>
        this.#answer(label, isAmong(options), () => ask.quickChoice(label, options)),
      device: (label, candidates, typed) =>
        this.#answer(label, isText, (before) => ask.device(label, candidates, before ?? typed)),
      place: (label, places, current) =>
        this.#answer(label, isText, (before) => ask.place(label, places, before ?? current)),
    };
  }

  /** The answer to a question: that of before if it can be given again, else what a person says. */
  async #answer<T extends string | undefined>(
    label: string,
    isPossible: (before: string | undefined) => before is T,
    asked: (before: string | undefined) => Promise<T>,
  ): Promise<T> {
    const at = this.#before.findIndex((given, index) => index >= this.#next && given.label === label);
    const before = this.#before[at]?.answer;
    if (at !== -1) this.#next = at + 1;
    const isKept = at !== -1 && at < this.#from;
    const answer = isKept && isPossible(before) ? before : await asked(before);
    this.#given.push({ label, answer });
    return answer;
  }
}

const isText = (before: string | undefined): before is string => before !== undefined;
const isAnything = (_: string | undefined): _ is string | undefined => true;
const isAmong =
  <T extends string>(options: readonly Option<T>[]) =>
  (before: string | undefined): before is T =>
    options.some(({ value }) => value === before);

const withCurrent = <T>(field: Field<T>, current: string | undefined): Field<T> =>
  current === undefined ? field : { ...field, current };
