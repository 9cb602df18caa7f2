import type { Client } from "@ticketwire/client";
import { Root, type Theme, TicketwireProvider, useSnapshot } from "@ticketwire/react";
import { useEffect, useMemo, useRef } from "react";
import { FirstScreen } from "../screens/first-screen.js";
import { LoadingScreen } from "../screens/loading-screen.js";
import styles from "./app.module.css";
import { type Customer, CustomerContext, type Screen } from "./customer.js";
import type { Language } from "./language.js";
import { later } from "./later.js";
import type { Navigation } from "./navigation.js";

interface AppProps {
  readonly client: Client;
  readonly language: Language;
  readonly theme: Theme;
  readonly categories: readonly string[];
  readonly navigation: Navigation;
  readonly lastToken: () => string | null | undefined;
  readonly close: (() => void) | undefined;
  readonly counted: ((count: number) => void) | undefined;
}

const WHEN_LOADED = { meanwhile: LoadingScreen };

const SignedOut = later(() => import("../screens/signed-out.js").then((it) => it.SignedOut), WHEN_LOADED);
const ListScreen = later(() => import("../screens/list-screen.js").then((it) => it.ListScreen), WHEN_LOADED);
const NewScreen = later(() => import("../screens/new-screen.js").then((it) => it.NewScreen), WHEN_LOADED);
const TicketScreen = later(
  () => import("../screens/ticket-screen.js").then((it) => it.TicketScreen),
  WHEN_LOADED,
);

/** All a customer sees, in the frame and on a page of its own. */
export function App({ language, theme, navigation, ...props }: AppProps) {
  const { client, categories, lastToken, close, counted } = props;
  const { texts, locale, dir, conversation } = language;
  const customer = useMemo(
    () => ({ client, texts, locale, categories, lastToken, close, counted, go: navigation.go }),
    [client, texts, locale, categories, lastToken, close, counted, navigation],
  );
  return (
    <TicketwireProvider
      client={client}
      theme={theme}
      locale={locale}
      dir={dir}
      {...(conversation ? { texts: conversation } : {})}
    >
      <CustomerContext.Provider value={customer}>
        <Screens customer={customer} navigation={navigation} />
      </CustomerContext.Provider>
    </TicketwireProvider>
  );
}

function Screens({ customer, navigation }: { readonly customer: Customer; readonly navigation: Navigation }) {
  const screen = useSnapshot(navigation);
  const { connection } = useSnapshot(customer.client);
  const main = useRef<HTMLElement>(null);
  // What had the focus may be gone with the screen it was on.
  useEffect(() => {
    if (screen && document.activeElement === document.body) main.current?.focus();
  }, [screen]);
  return (
    <Root className={styles.app}>
      <main ref={main} className={styles.main} tabIndex={-1}>
        {connection === "closed" ? <SignedOut /> : <Chosen screen={screen} />}
      </main>
    </Root>
  );
}

function Chosen({ screen }: { readonly screen: Screen }) {
  switch (screen.kind) {
    case "first":
      return <FirstScreen />;
    case "list":
      return <ListScreen />;
    case "new":
      return <NewScreen />;
    case "ticket":
      return <TicketScreen key={screen.ref} ticketRef={screen.ref} />;
  }
}
