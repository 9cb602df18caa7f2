/** Everything the components say. Whatever depends on a number, a name or a time is a function. */
export interface Texts {
  readonly conversation: {
    readonly opening: string;
    readonly loadingOlder: string;
    readonly beginning: string;
    readonly empty: string;
    readonly messages: string;
    readonly newMessages: (count: number) => string;
    readonly toNewest: string;
    readonly unreadBelow: string;
    readonly hereNow: (names: string) => string;
    readonly isHere: (name: string) => string;
    readonly peopleHere: (count: number) => string;
    readonly isWriting: (names: readonly string[], list: string) => string;
    /** Titles for a ticket that can't be opened. */
    readonly forbidden: string;
    readonly notFound: string;
    readonly refused: string;
    readonly tryAgain: string;
  };
  readonly message: {
    readonly you: string;
    readonly note: string;
    readonly edited: string;
    readonly deleted: string;
    readonly sending: string;
    readonly sent: string;
    readonly seenBy: (names: string) => string;
    readonly notSent: (reason: string | undefined) => string;
    readonly tryAgain: string;
    readonly discard: string;
    readonly reactionBy: (emoji: string, names: string) => string;
    readonly file: (name: string) => string;
    readonly inReplyTo: (name: string) => string;
    readonly originalDeleted: string;
    readonly original: string;
    /** What a screen reader says of a message that has just arrived. */
    readonly spoken: (name: string, isNote: boolean, what: string) => string;
  };
  readonly actions: {
    readonly toolbar: string;
    readonly react: string;
    readonly reactWith: (emoji: string) => string;
    readonly reply: string;
    readonly copy: string;
    readonly copied: string;
    readonly edit: string;
    readonly remove: string;
    readonly removeQuestion: string;
    readonly removeExplanation: string;
    readonly keep: string;
    readonly failed: (reason: string) => string;
  };
  readonly composer: {
    readonly message: string;
    readonly note: string;
    readonly writeMessage: string;
    readonly writeNote: string;
    readonly noteHint: string;
    readonly newLineHint: string;
    readonly noteToggle: string;
    readonly send: string;
    readonly addNote: string;
    readonly save: string;
    readonly replyingTo: (name: string) => string;
    readonly editing: string;
    readonly cancel: string;
    readonly charactersLeft: (count: number) => string;
    readonly charactersTooMany: (count: number) => string;
    readonly cannedReplies: string;
  };
  readonly attachments: {
    readonly attach: string;
    readonly choose: string;
    readonly drop: string;
    readonly ofThisMessage: string;
    readonly uploading: (percent: number | undefined) => string;
    readonly again: (name: string) => string;
    readonly remove: (name: string) => string;
    readonly tooLarge: (limit: string) => string;
    readonly tooMany: (limit: number) => string;
    readonly wrongKind: (name: string) => string;
    /** What can be attached, before anything is. */
    readonly limits: (count: number, size: string) => string;
    /** Why a message can't go out yet. */
    readonly waiting: string;
    readonly stuck: string;
    /** What a screen reader says at milestones. */
    readonly progress: (name: string, percent: number) => string;
    readonly uploaded: (name: string) => string;
    readonly download: (name: string, size: string) => string;
  };
  readonly pictures: {
    readonly open: (name: string) => string;
    readonly failed: string;
    readonly reload: (name: string) => string;
    readonly title: string;
    readonly position: (at: number, count: number) => string;
    readonly previous: string;
    readonly next: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly download: string;
    readonly close: string;
  };
  readonly voice: {
    readonly record: string;
    readonly recorder: string;
    readonly asking: string;
    readonly recording: string;
    readonly paused: string;
    readonly recorded: string;
    readonly longest: (limit: string) => string;
    readonly pause: string;
    readonly resume: string;
    readonly finish: string;
    readonly discard: string;
    readonly send: string;
    readonly sending: (percent: number) => string;
    readonly notSent: (reason: string) => string;
    readonly denied: string;
    readonly noMicrophone: string;
    readonly broken: string;
    readonly tryAgain: string;
    readonly message: string;
    readonly play: string;
    readonly position: string;
    readonly at: (position: string, length: string) => string;
    readonly speed: (rate: string) => string;
    readonly unplayable: string;
  };
  readonly connection: {
    readonly connecting: string;
    readonly offline: string;
    readonly slow: string;
    readonly again: string;
    readonly online: string;
    readonly away: string;
    readonly expired: string;
    readonly withdrawn: string;
    readonly notAccepted: string;
    readonly ended: string;
    readonly pending: (count: number) => string;
  };
  readonly chat: {
    readonly title: (subject: string) => string;
    readonly close: string;
  };
  /** A role as people read it. */
  readonly role: (role: string) => string;
  /** A word of the host application as people read it: a status, a priority. */
  readonly word: (word: string) => string;
  readonly unknownReason: string;
}

/** Some of the texts, to say these in other words. */
export type SomeTexts = { readonly [Part in keyof Texts]?: Texts[Part] | Partial<Texts[Part]> };

/** All texts, those given in place of the others. */
export function textsWith(base: Texts, given: SomeTexts): Texts {
  const parts = Object.keys(given) as (keyof Texts)[];
  const merged = parts.map((part) => {
    const own = given[part];
    return [part, typeof own === "object" ? { ...(base[part] as object), ...own } : own];
  });
  return { ...base, ...Object.fromEntries(merged) };
}
