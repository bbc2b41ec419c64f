const two = (part: number): string => String(part).padStart(2, '0');

/** A local date: `2026-11-23`, of as many digits as its year has. */
export function localDate(iso: string): string {
  const time = new Date(iso);
  return `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** A local time, to the second: `2026-11-23 09:30:00`. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  return `${localDate(iso)} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** A local time and how far it is from UTC, for what leaves this machine: `2026-11-23 09:30:00 +08:00`. */
export function localTimeWithOffset(iso: string): string {
  const minutes = -new Date(iso).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${localTime(iso)} ${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}
