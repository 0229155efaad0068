import type { ComplexAttributeConverter } from 'lit';

/** For own booleans: the text `false` counts as absent, since Vue and React 18 write it. */
export const ownBoolean: ComplexAttributeConverter<boolean> = {
  fromAttribute: (value) => value !== null && value !== 'false',
};

/** True for an own boolean that is on: frameworks set the text `false` as property too. */
export function isOn(value: unknown): boolean {
  return Boolean(value) && value !== 'false';
}

/** For texts whose empty attribute, as templates leave it, means "not set". */
export const textOrUnset: ComplexAttributeConverter<string | undefined> = {
  fromAttribute: (value) => (value === null || value.trim() === '' ? undefined : value),
};

/** For limits: an empty one is malformed and must refuse files, never mean that there is none. */
export const limitText: ComplexAttributeConverter<string | undefined> = {
  fromAttribute: (value) => value ?? undefined,
};
