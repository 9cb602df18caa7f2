import { useSnapshot } from "@ticketwire/react";
import type { Session } from "./session/session.js";
import { SignInPage } from "./sign-in/sign-in-page.js";
import { Workspace } from "./workspace/workspace.js";

/** Everything: the sign-in page, or the workspace of whoever is signed in. */
export function App({ session }: { readonly session: Session }) {
  const token = useSnapshot(session);
  if (token === null) return <SignInPage onToken={session.signIn} />;
  return <Workspace key={token} token={token} onSignOut={session.signOut} />;
}
