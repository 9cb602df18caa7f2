/** Something to say about what has just been done. */
export interface Notice {
  readonly tone: "good" | "trouble";
  readonly text: string;
}
