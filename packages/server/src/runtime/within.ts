/** Resolves when the work is done, or when it has taken too long. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, ms);
  });
  await Promise.race([work, tooLate]);
  clearTimeout(timeout);
}
