import { useConnection } from "@ticketwire/react";
import { useCustomer } from "../app/customer.js";
import styles from "./signed-out.module.css";
import { TopBar } from "./top-bar.js";

/** Stands in for everything once nobody is signed in any more. */
export function SignedOut() {
  const { texts, close, lastToken } = useCustomer();
  const { reason } = useConnection();
  const isLink = !close && (lastToken() !== undefined || reason === "token_expired");
  return (
    <>
      {close && <TopBar title={texts.chat} />}
      <div className={styles.place} role="alert">
        <h1 className={styles.title}>{isLink ? texts.expiredTitle : texts.signInTitle}</h1>
        <p className={styles.lead}>{isLink ? texts.expiredLead : texts.signInLead}</p>
      </div>
    </>
  );
}
