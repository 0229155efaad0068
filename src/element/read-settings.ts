/**
 * `value` where it is one of `choices`, else undefined, with a warning through
 * `warn`. An unset value is no mistake.
 */
export function readChoice<Choice extends string>(
  name: string,
  value: unknown,
  choices: readonly Choice[],
  warn: (text: string) => void,
): Choice | undefined {
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    warn(`${name} must be one of ${choices.join(', ')}; the default is used.`);
  }
  return found;
}

/** A whole number from 1 to `most` (`Infinity`: any); undefined where it is unset, or wrong, with a warning. */
export function readCount(
  name: string,
  value: number | string | undefined,
  most: number,
  warn: (text: string) => void,
): number | undefined {
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= most) {
    return count;
  }
  const range = most === Infinity ? 'of at least 1' : `from 1 to ${String(most)}`;
  warn(`${name} must be a whole number ${range}; the default is used.`);
  return undefined;
}

/**
 * Headers from the attribute's JSON text, or as the property gave them; undefined
 * where the text is no object of texts, with a warning that holds none of it.
 */
export function readRequestHeaders<Given>(
  value: Given | string | undefined,
  warn: (text: string) => void,
): Given | Record<string, string> | undefined {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      const headers = Object.entries(parsed).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      );
      if (headers.length === Object.keys(parsed).length) {
        return Object.fromEntries(headers);
      }
    }
  } catch {
    // Said below, for both ways of being wrong.
  }
  warn('request-headers must be a JSON object of texts, such as {"x-csrf-token": "..."}; it is ignored.');
  return undefined;
}
