import { createRoot } from "react-dom/client";
import { App } from "./app.jsx";
import "@ticketwire/react/styles.css";
import "./app.css";

createRoot(document.getElementById("root")).render(<App />);
