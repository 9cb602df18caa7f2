import { Logo } from "@ticketwire/react/parts";
import { useState } from "react";
import { useDemoSignIn } from "../hooks/use-demo-sign-in.js";
import { DEMO_PEOPLE } from "../session/demo.js";
import { PersonCard } from "./person-card.js";
import styles from "./sign-in-page.module.css";
import { TokenForm } from "./token-form.js";

/** The way in: one click in the demo, a token anywhere else. */
export function SignInPage({ onToken }: { readonly onToken: (token: string) => void }) {
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
          <h1 className={styles.title}>Live chat on every ticket</h1>
          <p className={styles.lead}>
            {withToken
              ? "Paste a token your application has signed to see the tickets it opens."
              : "Sign in as one of three people, then as another in a second window. What either says is there at once in both."}
          </p>
        </header>
        {withToken ? (
          <TokenForm isDemo={demo.available} onToken={onToken} />
        ) : (
          <ul className={styles.people}>
            {DEMO_PEOPLE.map((entry) => (
              <li key={entry.as}>
                <PersonCard
                  {...entry}
                  busy={demo.pending === entry.as}
                  disabled={demo.pending !== undefined}
                  onChoose={() => demo.signIn(entry.as)}
                />
              </li>
            ))}
          </ul>
        )}
        <p className={styles.error} role="alert">
          {demo.error}
        </p>
        {demo.available && (
          <button type="button" className={styles.other} onClick={() => setWantsToken(!wantsToken)}>
            {wantsToken ? "Back to the demo's people" : "Sign in with a token instead"}
          </button>
        )}
      </div>
    </main>
  );
}
