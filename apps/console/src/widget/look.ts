import type { WidgetOptions } from "./options.js";

/** Above what pages put in front of others. */
const Z_INDEX = 2_147_483_000;

/** How button and panel look. Set by script as a sheet of its own, which no content policy of the page forbids. */
export function lookFor({ theme, position, zIndex = Z_INDEX }: WidgetOptions): string {
  const scheme = theme === "light" || theme === "dark" ? theme : "light dark";
  const side = position === "start" ? "20px auto" : "auto 20px";
  return `:host{all:initial!important;position:fixed!important;z-index:${+zIndex}!important;color-scheme:${scheme};font:15px/1.6 system-ui}
[hidden]{display:none!important}
button{all:unset;display:grid;place-items:center;cursor:pointer}
button:focus-visible{outline:3px solid #3b82e0;outline-offset:3px}
div,div~button{position:fixed;inset-block-end:max(20px,env(safe-area-inset-bottom));inset-inline:${side}}
div~button{width:52px;height:52px;border:2px solid #0000;border-radius:50%;background:#1f7a63;color:#fff;box-shadow:0 4px 20px #0005}
div~button:hover{background:#175f4d}
svg{width:26px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round}
span{position:absolute;inset:-6px -6px auto auto;min-width:10px;padding:0 6px;border:2px solid canvas;border-radius:99px;background:#b3261e;font:600 12px/18px system-ui;text-align:center}
div{margin-bottom:70px;width:400px;height:min(680px,100dvh - 110px);border-radius:16px;background:canvas;box-shadow:0 0 0 1px #8883,0 20px 60px -16px #0007}
iframe{width:100%;height:100%;border:0;border-radius:inherit}
div:not(.lost) button,.lost iframe{display:none}
div button{height:90%;margin:5%;white-space:pre-line;text-align:center}
@media(width<520px),(height<420px){div{inset:0;margin:0;width:auto;height:auto;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);border-radius:0}.on~button{display:none}}`;
}
