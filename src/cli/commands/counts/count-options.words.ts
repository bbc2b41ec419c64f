/** What the commands of a count ask. */
interface Messages {
  readonly whichCount: string;
  readonly whichPlace: string;
}

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: { whichCount: 'number of the count', whichPlace: 'where it is counted' },
  zh: { whichCount: '盘点号', whichPlace: '盘点地点' },
};
