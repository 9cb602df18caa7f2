/** Why something did not work, as far as it is known. */
export function failureText(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
