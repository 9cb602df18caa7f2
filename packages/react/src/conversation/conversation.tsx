import type { Client, TicketMessage, TicketState } from "@ticketwire/client";
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import type { FindCannedReplies } from "../composer/canned-reply.js";
import type { ComposerHandle } from "../composer/composer.js";
import { useSnapshot } from "../hooks/use-snapshot.js";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { PictureViewer } from "../pictures/picture-viewer.js";
import { Root } from "../provider/root.js";
import { useSurroundings } from "../provider/surroundings.js";
import styles from "./conversation.module.css";
import type { ConversationHandle } from "./conversation-handle.js";
import type { HeadingLevel } from "./conversation-header.js";
import { ConversationLayout } from "./conversation-layout.js";
import type { MessageListHandle } from "./message-list.js";
import { NotThere } from "./not-there.js";
import { type Intent, type Talk, TalkContext } from "./talk.js";

/** What a conversation can be told. */
export interface ConversationProps {
  /** The ticket's own id in the host application. */
  readonly ticket: string;
  /** In place of the built-in header; `null` for none. */
  readonly header?: ReactNode;
  /** Stands before the subject in the built-in header, such as a way back. */
  readonly leading?: ReactNode;
  /** Stands at the end of the built-in header. */
  readonly trailing?: ReactNode;
  /** The level of the heading in the built-in header; 2 unless said otherwise. */
  readonly headingLevel?: HeadingLevel;
  /** Stands between the messages and the field. */
  readonly beforeComposer?: ReactNode;
  /** More tools beside the field. */
  readonly composerTools?: ReactNode;
  /** More buttons in the toolbar of a message. */
  readonly messageActions?: (message: TicketMessage) => ReactNode;
  /** Whether there is a field to write in; true unless said otherwise. */
  readonly mayWrite?: boolean;
  /** Whether to offer internal notes to who may see them; true unless said otherwise. */
  readonly mayWriteNotes?: boolean;
  /** Whether to say what the connection does when it is not simply there; true unless said otherwise. */
  readonly showConnection?: boolean;
  /** Finds prepared replies for what is typed after a slash. */
  readonly canned?: FindCannedReplies;
  /** Whether the field takes the focus at the beginning, where no on-screen keyboard comes with it. */
  readonly autoFocus?: boolean;
  /** What there is to do about a ticket that can't be opened. */
  readonly whenRefused?: ReactNode;
  /** For what can be asked of it from outside. */
  readonly handle?: RefObject<ConversationHandle | null>;
  /** Called when something has happened that a list of tickets may want to show. */
  readonly onChanged?: () => void;
}

/** One ticket: what has been said on it, and where to say more. */
export function Conversation(props: ConversationProps) {
  const { client } = useSurroundings();
  const talks = useRef({ client, count: 0 });
  // Another client is that of somebody else: nothing of what was begun here goes over to them.
  if (talks.current.client !== client) talks.current = { client, count: talks.current.count + 1 };
  const key = `${talks.current.count}/${props.ticket}`;
  return <Root className={styles.root}>{client && <Opened key={key} client={client} {...props} />}</Root>;
}

function Opened({ client, ...props }: ConversationProps & { readonly client: Client }) {
  const { ticket: ref, whenRefused, headingLevel = 2, onChanged } = props;
  const ticket = useMemo(() => client.ticket(ref), [client, ref]);
  const { user } = useSnapshot(client);
  const isRefused = useTicketState(ticket, ({ status }) => status === "refused");
  const error = useTicketState(ticket, (state) => state.error);
  const change = useTicketState(ticket, changeOf);
  const [intent, setIntent] = useState<Intent>({ kind: "write" });
  const [picture, showPicture] = useState<string>();
  const [notice, setNotice] = useState<{ readonly text: string }>();
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const { messageActions } = props;

  useEffect(() => {
    ticket.open();
    return () => ticket.close();
  }, [ticket]);
  useEffect(() => {
    if (change !== undefined) onChanged?.();
  }, [change, onChanged]);

  const notify = useCallback((text: string) => setNotice({ text }), []);
  const jumpTo = useCallback<Talk["jumpTo"]>((message) => {
    list.current?.jumpTo(message).catch(() => {});
  }, []);
  useImperativeHandle(
    props.handle,
    () => ({ jumpTo, write: (audience) => composer.current?.write(audience) }),
    [jumpTo],
  );
  const talk = useMemo(
    () => ({ ticket, user, setIntent, jumpTo, showPicture, notify, messageActions }),
    [ticket, user, jumpTo, notify, messageActions],
  );

  // Opening a ticket that was refused asks for it again; the closing keeps the count right.
  const retry = () => {
    ticket.open();
    ticket.close();
  };
  if (isRefused)
    return (
      <NotThere
        ticketRef={ref}
        error={error}
        action={whenRefused}
        headingLevel={headingLevel}
        onRetry={retry}
      />
    );
  return (
    <TalkContext.Provider value={talk}>
      <ConversationLayout {...props} intent={intent} notice={notice} list={list} composer={composer} />
      <PictureViewer picture={picture} />
    </TalkContext.Provider>
  );
}

/** The newest of what a list of tickets shows: another value after each change. */
function changeOf({ ticket, messages }: TicketState): string | undefined {
  const last = messages.findLast(({ delivery }) => delivery === "sent");
  return ticket || last ? `${ticket?.updatedAt}/${last?.id}` : undefined;
}
