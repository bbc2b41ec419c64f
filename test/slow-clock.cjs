// Loaded into the built program by a test (clock.ts): on its clock a second passes between any two looks.
let nanoseconds = 0n;
process.hrtime.bigint = () => {
  nanoseconds += 1_000_000_000n;
  return nanoseconds;
};
