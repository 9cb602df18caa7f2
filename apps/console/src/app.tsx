import { useSnapshot } from "@ticketwire/react";
import type { Session } from "./session/session.js";
import { Surroundings } from "./settings/surroundings.js";
import { SignInPage } from "./sign-in/sign-in-page.js";
import { Workspace } from "./workspace/workspace.js";

/** Everything: the sign-in page, or the workspace of whoever is signed in. */
export function App({ session }: { readonly session: Session }) {
  const token = useSnapshot(session);
  return (
    <Surroundings>
      {(written) =>
        token === null ? (
          <SignInPage hasExpired={session.hasExpired} onToken={session.signIn} />
        ) : (
          <Workspace key={token} token={token} written={written} session={session} />
        )
      }
    </Surroundings>
  );
}
