/** A whole number for people: `9,102`. */
export const number = (value: number): string => value.toLocaleString('en');

/** A number of things: `1 record`, `9,102 records`. */
export const counted = (value: number, one: string): string =>
  `${number(value)} ${one}${value === 1 ? '' : 's'}`;
