/** What customers read besides the conversation itself. `{name}` and the like stand for what is known only then. */
export interface CustomerTexts {
  readonly chat: string;
  readonly close: string;
  readonly back: string;
  readonly conversations: string;
  readonly newConversation: string;
  readonly noSubject: string;
  readonly nothingYet: string;
  readonly noneYet: string;
  readonly listFailed: string;
  readonly tryAgain: string;
  readonly loading: string;
  readonly unread: string;
  readonly formTitle: string;
  readonly formLead: string;
  readonly subject: string;
  readonly category: string;
  readonly chooseCategory: string;
  readonly message: string;
  readonly name: string;
  readonly email: string;
  readonly optional: string;
  readonly start: string;
  readonly starting: string;
  readonly notStarted: string;
  readonly needed: string;
  readonly noEmail: string;
  readonly waiting: string;
  readonly answeredBy: string;
  readonly lookedAfterBy: string;
  readonly paused: string;
  readonly open: string;
  readonly resolved: string;
  readonly resolvedHint: string;
  readonly ended: string;
  readonly endedHint: string;
  readonly expiredTitle: string;
  readonly expiredLead: string;
  readonly signInTitle: string;
  readonly signInLead: string;
}

/** The text with what it leaves open filled in. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
