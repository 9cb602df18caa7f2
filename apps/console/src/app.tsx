import { useSnapshot } from "@ticketwire/react";
import { SignedIn } from "./desk/signed-in.js";
import type { Session } from "./session/session.js";
import { Surroundings } from "./settings/surroundings.js";
import { SignInPage } from "./sign-in/sign-in-page.js";

/** Everything: the sign-in page, or what whoever is signed in works at. */
export function App({ session }: { readonly session: Session }) {
  const token = useSnapshot(session);
  return (
    <Surroundings>
      {(written) =>
        token === null ? (
          <SignInPage hasExpired={session.hasExpired} onToken={session.signIn} />
        ) : (
          <SignedIn key={token} token={token} written={written} session={session} />
        )
      }
    </Surroundings>
  );
}
