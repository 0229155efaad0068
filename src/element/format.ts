/** Numbers as people of one language read them. */
export type Formats = {
  readonly locale: string;
  /** Size in bytes, decimal units, one decimal under 100: `9.6 MB`. */
  readonly bytes: (bytes: number) => string;
  /** `bytes` as a bare number in the unit that `whole` would get: `4.1` of `9.6 MB`. */
  readonly bytesAsIn: (bytes: number, whole: number) => string;
  /** Bytes a second: `4.1 MB/s`. */
  readonly rate: (bytesPerSecond: number) => string;
  /** Seconds, rounded as people read them: `25 sec`, `2 min`, `1 hr 10 min`. */
  readonly duration: (seconds: number) => string;
  /** Seconds of a countdown, or of what is over, not rounded to fives: `7 sec`. */
  readonly exactSeconds: (seconds: number) => string;
  /** 0 to 1 as whole percent; never 100 for what is not done. */
  readonly percent: (ratio: number, isDone: boolean) => string;
  readonly count: (count: number) => string;
  readonly list: (items: readonly string[]) => string;
};

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Sizes are decimal: 1 kB is 1000 bytes. */
const UNIT_STEP = 1000;

/** From this number on, decimals say nothing more. */
const DECIMALS_BELOW = 100;

/** Highest whole percent shown before the server confirmed. */
const PERCENT_BEFORE_DONE = 99;

/** Below this many seconds a number would only flicker. */
export const FEW_SECONDS = 5;

const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 3600;
const SECONDS_A_DAY = 86_400;
const HUNDRED = 100;

const cache = new Map<string, Formats>();

/** The formats of a language, made once. */
export function formatsFor(locale: string): Formats {
  const known = cache.get(locale);
  if (known !== undefined) {
    return known;
  }
  const made = makeFormats(locale);
  cache.set(locale, made);
  return made;
}

/** Whole percent, never 100 for what is not done. */
export function wholePercent(ratio: number, isDone: boolean): number {
  if (isDone) {
    return HUNDRED;
  }
  const percent = Math.floor(ratio * HUNDRED);
  return Math.min(PERCENT_BEFORE_DONE, Math.max(0, Number.isFinite(percent) ? percent : 0));
}

function makeFormats(locale: string): Formats {
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  // CLDR's unit lists put nothing between the items in Chinese, and spaces alone in Russian and Turkish.
  const lists = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
  // "1 hr 10 min", "1小时10分钟"
  const durations = new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' });
  const units = new Map<string, Intl.NumberFormat>();

  function inUnit(value: number, unit: string, fractionDigits: number): string {
    const key = `${unit} ${String(fractionDigits)}`;
    let format = units.get(key);
    if (format === undefined) {
      format = new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        // CLDR's short English form has no plural for bytes: "2 byte".
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumFractionDigits: fractionDigits,
      });
      units.set(key, format);
    }
    return format.format(value);
  }

  function sized(bytes: number, suffix: string, leastPower: number): string {
    const power = Math.max(leastPower, unitPower(bytes));
    const value = bytes / UNIT_STEP ** power;
    return inUnit(value, `${UNITS[power] ?? 'byte'}${suffix}`, decimalsOf(value, power));
  }

  function inPieces(seconds: number): string {
    return durations.format(durationPieces(seconds).map(([value, unit]) => inUnit(value, unit, 0)));
  }

  return {
    locale,
    bytes: (bytes) => sized(bytes, '', 0),
    bytesAsIn: (bytes, whole) => {
      const power = unitPower(whole);
      const value = bytes / UNIT_STEP ** power;
      const digits = decimalsOf(whole / UNIT_STEP ** power, power);
      return (digits === 0 ? counts : decimals).format(value);
    },
    // Below a kilobyte too: the short form of bytes has no plural, "500 byte/s".
    rate: (bytesPerSecond) => sized(bytesPerSecond, '-per-second', 1),
    duration: inPieces,
    exactSeconds: (seconds) =>
      seconds < SECONDS_A_MINUTE ? inUnit(seconds, 'second', 0) : inPieces(seconds),
    percent: (ratio, isDone) => percents.format(wholePercent(ratio, isDone) / HUNDRED),
    count: (count) => counts.format(count),
    list: (items) => lists.format(items),
  };
}

function unitPower(bytes: number): number {
  let power = 0;
  let value = bytes;
  // 999.95 kB would round to "1,000 kB".
  while (Math.round(value * 10) / 10 >= UNIT_STEP && power < UNITS.length - 1) {
    value /= UNIT_STEP;
    power += 1;
  }
  return power;
}

function decimalsOf(value: number, power: number): number {
  return power > 0 && value < DECIMALS_BELOW ? 1 : 0;
}

function durationPieces(seconds: number): readonly (readonly [number, string])[] {
  if (seconds < SECONDS_A_MINUTE - FEW_SECONDS / 2) {
    const rounded =
      seconds < FEW_SECONDS ? Math.ceil(seconds) : Math.round(seconds / FEW_SECONDS) * FEW_SECONDS;
    return [[rounded, 'second']];
  }
  if (seconds < SECONDS_AN_HOUR - SECONDS_A_MINUTE / 2) {
    return [[Math.round(seconds / SECONDS_A_MINUTE), 'minute']];
  }
  if (seconds < SECONDS_A_DAY) {
    const minutes = Math.round(seconds / SECONDS_A_MINUTE);
    const hours = Math.floor(minutes / SECONDS_A_MINUTE);
    const rest = minutes % SECONDS_A_MINUTE;
    return rest === 0
      ? [[hours, 'hour']]
      : [
          [hours, 'hour'],
          [rest, 'minute'],
        ];
  }
  return [[Math.round(seconds / SECONDS_A_DAY), 'day']];
}
