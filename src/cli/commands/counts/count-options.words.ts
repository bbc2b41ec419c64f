/** What the commands of a count ask. */
interface Messages {
  readonly whichCount: string;
}

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: { whichCount: 'number of the count' },
  zh: { whichCount: '盘点号' },
};
