/** True where nothing can be dragged, as on a phone. Where no pointer is told of there may be any. */
export function isTouchOnly(): boolean {
  return matchMedia('(any-pointer: coarse)').matches && !matchMedia('(any-pointer: fine)').matches;
}
