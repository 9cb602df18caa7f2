/** The longest message, in characters (Unicode code points). */
export const MAX_TEXT_CHARACTERS = 10_000;

/** The longest client id, in UTF-16 code units. */
export const MAX_CLIENT_ID_LENGTH = 200;

/** The longest ref of a ticket or user, in UTF-16 code units. */
export const MAX_REF_LENGTH = 255;

/** The longest emoji of a reaction, in UTF-16 code units. */
export const MAX_EMOJI_LENGTH = 32;

/** The longest text to search for, in UTF-16 code units. */
export const MAX_SEARCH_CHARACTERS = 200;

/** The most files one message can carry. */
export const MAX_ATTACHMENTS = 5;

/** The largest file, in bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** How many messages a page has when nobody says. */
export const DEFAULT_PAGE_SIZE = 50;

/** The most messages one page can have. */
export const MAX_PAGE_SIZE = 200;

/** How long somebody is typing without saying so again, in ms. */
export const TYPING_TTL_MS = 10_000;

/** Over how long clients spread their return when a server tells all of them to go at once, in ms. */
export const RECONNECT_JITTER_MS = 5000;

/** The most levels a recording's picture is made of. */
export const MAX_VOICE_LEVELS = 64;

/** The longest recording anybody may say theirs is, in ms. */
export const MAX_VOICE_DURATION_MS = 24 * 60 * 60 * 1000;

/** The most characters a list shows of a message. */
export const MAX_PREVIEW_CHARACTERS = 200;

/** The longest shortcut, title and text of a canned reply, in UTF-16 code units. */
export const MAX_SHORTCUT_LENGTH = 50;
export const MAX_CANNED_TITLE_LENGTH = 200;
export const MAX_CANNED_TEXT_LENGTH = 5000;
