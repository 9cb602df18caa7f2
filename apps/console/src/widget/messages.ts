/** What the page with the widget tells the frame how to be. Everything in it can be sent from window to window. */
export interface FrameSettings {
  /** The ticket to open; without it, the person's own conversations, or a form for the first one. */
  readonly ticket?: string;
  readonly locale?: string;
  readonly theme?: "light" | "dark" | "auto";
  /** In place of the built-in texts. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What a new conversation can be about. */
  readonly categories?: readonly string[];
  /** Whether there is a token to ask for; without one, the server's session cookie says who one is. */
  readonly hasToken: boolean;
}

/** What the page says to the frame. */
export type ToFrame =
  | { readonly type: "settings"; readonly settings: FrameSettings; readonly isOpen: boolean }
  | { readonly type: "shown"; readonly isOpen: boolean }
  /** `null`: nobody is signed in; undefined: the page can't tell now. */
  | { readonly type: "token"; readonly id: number; readonly token: string | null | undefined }
  | { readonly type: "forget" };

/** What the frame says to the page. */
export type ToPage =
  | { readonly type: "ready" }
  | { readonly type: "token"; readonly id: number }
  | { readonly type: "unread"; readonly count: number }
  | { readonly type: "close" }
  | { readonly type: "forgotten" }
  | { readonly type: "lost" };

/** Marks what is ours among all that windows tell each other. */
export const MARK = "ticketwire";

/** Something said from window to window, with the mark on it. */
export type Marked<T> = T & { readonly mark: typeof MARK };
