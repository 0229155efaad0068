import type { ComplexAttributeConverter } from 'lit';

/** For own booleans: the text `false` counts as absent, since Vue and React 18 write it. */
export const ownBoolean: ComplexAttributeConverter<boolean> = {
  fromAttribute: (value) => value !== null && value !== 'false',
};

/** For texts whose empty attribute, as templates leave it, means "not set". */
export const textOrUnset: ComplexAttributeConverter<string | undefined> = {
  fromAttribute: (value) => (value === null || value.trim() === '' ? undefined : value),
};
