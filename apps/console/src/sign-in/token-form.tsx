import { Button } from "@ticketwire/react/parts";
import { type FormEvent, useId, useState } from "react";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./token-form.module.css";

interface TokenFormProps {
  readonly isDemo: boolean;
  readonly onToken: (token: string) => void;
}

/** Signs in with a token of the host application. */
export function TokenForm({ isDemo, onToken }: TokenFormProps) {
  const { signIn: texts } = useConsoleTexts();
  const id = useId();
  const [token, setToken] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== "") onToken(token.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {!isDemo && <p className={styles.explanation}>{texts.notADemo}</p>}
      <code className={styles.command} dir="ltr">
        ticketwire token --id u-ann --name "Ann Lee" --role agent
      </code>
      <label className={styles.label} htmlFor={id}>
        {texts.token}
      </label>
      <textarea
        id={id}
        className={styles.field}
        rows={4}
        required
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder="eyJhbGciOi…"
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      <Button type="submit" className={styles.submit} disabled={token.trim() === ""}>
        {texts.signIn}
      </Button>
    </form>
  );
}
