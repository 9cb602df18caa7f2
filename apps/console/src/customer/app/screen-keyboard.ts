/** Whether a field that takes the focus by itself would push a keyboard over what one came to see. */
export function hasScreenKeyboard(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
