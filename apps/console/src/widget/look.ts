/** How button and panel look. Set by script as a sheet of its own, which no content policy of the page forbids. */
export const LOOK = `
:host{all:initial!important;position:fixed!important;inset:auto!important;z-index:var(--z)!important;color-scheme:light dark}
:host([data-theme=light]){color-scheme:light}
:host([data-theme=dark]){color-scheme:dark}
*{box-sizing:border-box}
[hidden]{display:none!important}
button{all:unset;position:fixed;inset-block-end:max(20px,env(safe-area-inset-bottom));inset-inline-end:20px;display:grid;width:56px;height:56px;place-items:center;border-radius:50%;background:light-dark(#1d6b57,#1f7a63);color:#fff;box-shadow:0 1px 3px rgb(0 0 0/.2),0 8px 24px -6px rgb(0 0 0/.35);cursor:pointer;-webkit-tap-highlight-color:transparent;transition:background .12s,transform .22s cubic-bezier(.2,.8,.2,1)}
@media(hover:hover){button:hover{background:light-dark(#175a49,#238970)}}
button:active{transform:scale(.95)}
button:focus-visible{outline:3px solid light-dark(#1c6fd6,#7ab4ff);outline-offset:3px}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
span{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;padding:0 6px;border:2px solid light-dark(#fff,#131514);border-radius:99px;background:#b3261e;color:#fff;font:600 12px/18px system-ui,sans-serif;text-align:center}
div{position:fixed;inset-block-end:calc(max(20px,env(safe-area-inset-bottom)) + 70px);inset-inline-end:20px;width:400px;height:min(680px,100dvh - 110px);overflow:hidden;border-radius:16px;background:light-dark(#fff,#131514);box-shadow:0 0 0 1px light-dark(rgb(20 22 21/.08),rgb(255 255 255/.1)),0 24px 64px -16px rgb(20 22 21/.35);animation:in .22s cubic-bezier(.2,.8,.2,1)}
:host([data-position=start]) button,:host([data-position=start]) div{inset-inline:20px auto}
iframe{display:block;width:100%;height:100%;border:0;color-scheme:inherit}
@keyframes in{from{opacity:0;transform:translateY(12px)}}
@media(width<520px),(height<420px){
div,:host([data-position=start]) div{inset:0;width:auto;height:100dvh;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);border-radius:0;box-shadow:none}
button[aria-expanded=true]{display:none}}
@media(prefers-reduced-motion:reduce){div{animation:none}button{transition:none}}
@media(forced-colors:active){button{border:2px solid}}
`;
