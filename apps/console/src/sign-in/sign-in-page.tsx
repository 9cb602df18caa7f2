import { Logo } from "@ticketwire/react/parts";
import { useState } from "react";
import { useDemoSignIn } from "../hooks/use-demo-sign-in.js";
import { DEMO_PEOPLE } from "../session/demo.js";
import { useConsoleTexts } from "../texts/texts.js";
import { PersonCard } from "./person-card.js";
import styles from "./sign-in-page.module.css";
import { TokenForm } from "./token-form.js";

interface SignInPageProps {
  /** Whether somebody was signed in here until now. */
  readonly hasExpired: boolean;
  readonly onToken: (token: string) => void;
}

/** The way in: one click in the demo, a token anywhere else. */
export function SignInPage({ hasExpired, onToken }: SignInPageProps) {
  const { signIn: texts } = useConsoleTexts();
  const demo = useDemoSignIn(onToken);
  const [wantsToken, setWantsToken] = useState(false);
  const withToken = wantsToken || !demo.available;
  return (
    <main className={styles.page}>
      <div className={styles.content}>
        <header className={styles.header}>
          <p className={styles.brand}>
            <Logo size={30} /> Ticketwire
          </p>
          <h1 className={styles.title}>{texts.title}</h1>
          <p className={styles.lead}>{withToken ? texts.leadToken : texts.lead}</p>
          {hasExpired && (
            <p className={styles.expired} role="status">
              {texts.expired}
            </p>
          )}
        </header>
        {withToken ? (
          <TokenForm isDemo={demo.available} onToken={onToken} />
        ) : (
          <ul className={styles.people}>
            {DEMO_PEOPLE.map((entry) => (
              <li key={entry.as}>
                <PersonCard
                  person={entry.person}
                  {...texts.people[entry.as]}
                  busy={demo.pending === entry.as}
                  disabled={demo.pending !== undefined}
                  onChoose={() => demo.signIn(entry.as)}
                />
              </li>
            ))}
          </ul>
        )}
        <p className={styles.error} role="alert">
          {demo.failure && (demo.failure.message ?? texts[demo.failure.kind])}
        </p>
        {demo.available && (
          <p className={styles.others}>
            <a href="/demo/customer.html">{texts.customersPage}</a>
            <a href="/demo/widget.html">{texts.widgetPage}</a>
          </p>
        )}
        {demo.available && (
          <button type="button" className={styles.other} onClick={() => setWantsToken(!wantsToken)}>
            {wantsToken ? texts.backToPeople : texts.withToken}
          </button>
        )}
      </div>
    </main>
  );
}
