import { RequestError } from "@ticketwire/client";
import { Button } from "@ticketwire/react/parts";
import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { claimsIn } from "../app/claims.js";
import { ConnectionLine } from "../app/connection-line.js";
import { useCustomer } from "../app/customer.js";
import { hasScreenKeyboard } from "../app/screen-keyboard.js";
import { filled } from "../texts/customer-texts.js";
import { type Beginning, keepBeginning, keptBeginning } from "./beginning.js";
import { Field } from "./field.js";
import styles from "./new-screen.module.css";
import { TopBar } from "./top-bar.js";

/** The form that starts a conversation: what it is about, the first message, and of the person only what is not known. */
export function NewScreen() {
  const { texts, categories, lastToken, client, go } = useCustomer();
  const [known] = useState(() => claimsIn(lastToken()));
  const [begun, setBegun] = useState(keptBeginning);
  const [isStarting, setStarting] = useState(false);
  const [tries, setTries] = useState(0);
  const [trouble, setTrouble] = useState<string>();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (!hasScreenKeyboard()) form.current?.querySelector("input")?.focus();
  }, []);
  // A browser that fills several fields in does so before any of them is drawn again.
  const latest = useRef(begun);
  const change = (part: Partial<Beginning>): void => {
    latest.current = { ...latest.current, ...part };
    setBegun(latest.current);
    keepBeginning(latest.current);
    // What comes next is there by the time it is needed.
    import("./ticket-screen.js").catch(() => {});
  };
  const start = async (): Promise<void> => {
    const { key, subject, category, text, name, email } = begun;
    const person = Object.entries({ name, email }).filter(([, value]) => value.trim() !== "");
    setStarting(true);
    setTrouble(undefined);
    try {
      const ticket = await client.startTicket({
        key,
        subject: subject.trim(),
        ...(category === "" ? {} : { category }),
        ...(person.length > 0 ? { context: Object.fromEntries(person) } : {}),
      });
      client.ticket(ticket.ref).send({ text: text.trim() });
      keepBeginning(undefined);
      go({ kind: "ticket", ref: ticket.ref }, true);
    } catch (failure) {
      const reason = failure instanceof RequestError ? failure.message : String(failure);
      setTrouble(filled(texts.notStarted, { reason }));
      setStarting(false);
    }
  };
  // By now the fields say what is wrong with them.
  useLayoutEffect(() => {
    if (tries === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (wrong) wrong.focus();
    else void start();
  }, [tries]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isStarting) setTries(tries + 1);
  };

  const field = { wasTried: tries > 0 };
  return (
    <>
      <TopBar title={texts.newConversation} hasBack />
      <ConnectionLine />
      <form ref={form} className={styles.form} noValidate onSubmit={submit}>
        <div>
          <h2 className={styles.title}>{texts.formTitle}</h2>
          <p className={styles.lead}>{texts.formLead}</p>
        </div>
        {!known.name && (
          <Field
            {...field}
            label={texts.name}
            value={begun.name}
            autoComplete="name"
            onChange={(name) => change({ name })}
          />
        )}
        {!known.email && (
          <Field
            {...field}
            label={texts.email}
            value={begun.email}
            type="email"
            autoComplete="email"
            isOptional
            onChange={(email) => change({ email })}
          />
        )}
        <Field
          {...field}
          label={texts.subject}
          value={begun.subject}
          maxLength={200}
          onChange={(subject) => change({ subject })}
        />
        <Field
          {...field}
          label={texts.category}
          value={begun.category}
          choices={categories}
          choose={texts.chooseCategory}
          maxLength={100}
          isOptional
          onChange={(category) => change({ category })}
        />
        <Field
          {...field}
          label={texts.message}
          value={begun.text}
          isLong
          maxLength={10_000}
          onChange={(text) => change({ text })}
        />
        <p className={styles.trouble} role="alert">
          {trouble}
        </p>
        <Button type="submit" className={styles.start} aria-disabled={isStarting}>
          {isStarting ? texts.starting : texts.start}
        </Button>
      </form>
    </>
  );
}
