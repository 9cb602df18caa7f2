import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { createSession } from "./session/session.js";
import "@ticketwire/react/styles.css";
import "./styles/page.css";

const root = document.getElementById("root");
if (root === null) throw new Error("no element with the id root");
createRoot(root).render(
  <StrictMode>
    <App session={createSession(sessionStorage)} />
  </StrictMode>,
);
