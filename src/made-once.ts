/** A value that is made when it is first asked for: what is large, and seldom needed. */
export const madeOnce = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
