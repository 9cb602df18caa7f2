import { startFrame } from "./frame/start-frame.js";
import { startPage } from "./page/start-page.js";

const load = async () => (await import("./app/show.js")).showApp;

// A frame has little to do until it is opened. A page is there to be looked at.
if (location.pathname.endsWith("/widget/frame")) startFrame(load);
else void startPage(load);
