/** What is said of goods that are to come in. */
interface Messages {
  readonly ordered: (entry: number, units: number, code: string, onOrder: number) => string;
  readonly toInspect: (entry: number, units: number, code: string, accept: string, reject: string) => string;
}

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    ordered: (entry, units, code, onOrder) => `#${entry} ordered ${units}  ${code}: ${onOrder} on order`,
    toInspect: (entry, units, code, accept, reject) =>
      `#${entry} ${units} to be inspected  ${code}; then: ${accept}, or ${reject}`,
  },
  zh: {
    ordered: (entry, units, code, onOrder) => `#${entry} 订货 ${units}  ${code}：在订 ${onOrder}`,
    toInspect: (entry, units, code, accept, reject) =>
      `#${entry} 待检 ${units}  ${code}；检后请用 ${accept} 或 ${reject}`,
  },
};
