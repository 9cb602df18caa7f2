/** Who one is: a token, or a function that gives one or promises to; null when nobody is signed in. */
export type WidgetToken = string | null | (() => string | null | Promise<string | null>);

/** How the widget is to be. Only `token` is needed, and not even that where the server's cookie says who one is. */
export interface WidgetOptions {
  /** The server's address; where the script came from unless said otherwise. */
  readonly server?: string;
  readonly token?: WidgetToken;
  /** The ticket to talk on, by the host application's id for it. */
  readonly ticket?: string;
  /** What a new conversation can be about. */
  readonly categories?: readonly string[];
  /** The language, such as `ar`; the page's own unless said otherwise. */
  readonly locale?: string;
  readonly theme?: "light" | "dark" | "auto";
  /** The corner: `end` is where lines end, as they are written there. */
  readonly position?: "end" | "start";
  readonly zIndex?: number;
  /** In place of the built-in texts. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Whether to look for unread messages before the chat is opened for the first time. */
  readonly unread?: boolean;
}

/** Hears how many messages others wrote and one has not read. */
export type UnreadListener = (count: number) => void;
