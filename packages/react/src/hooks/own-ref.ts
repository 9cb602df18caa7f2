import { createContext } from "react";

/** The ref of who is signed in. */
export const OwnRef = createContext<string | undefined>(undefined);
