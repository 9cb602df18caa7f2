/** What one look at an installation has shown: all is well, or what to do. One plain line. */
export interface Finding {
  readonly about: string;
  readonly ok: boolean;
  readonly line: string;
}

/** All is well. */
export function fine(about: string, line: string): Finding {
  return { about, ok: true, line };
}

/** Something has to be done. */
export function wrong(about: string, line: string): Finding {
  return { about, ok: false, line };
}
