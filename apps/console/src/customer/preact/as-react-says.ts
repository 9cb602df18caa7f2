import { options, type VNode } from "preact";

// The names that React has for what the elements of a page have and hear, as far as they are not the page's own.

type Props = Record<string, unknown>;

/** Attributes of drawings that React writes without a hyphen. */
const OF_STROKE = /^stroke([A-Z])/;

/** Fields that say `change` for what is chosen in them, not `input` for what is written. */
const CHOSEN = /^(file|checkbox|radio)$/;

/** Sizes that are plain numbers; all others are in px. */
const UNITLESS = /^(opacity|zIndex|flex|order|lineHeight|fontWeight|scale)/;

const { vnode: made, event: heard } = options;

options.vnode = (vnode) => {
  if (typeof vnode.type === "string")
    vnode.props = propsOf(vnode.type, vnode.props as Props) as VNode["props"];
  made?.(vnode);
};

options.event = (event) => Object.assign(heard?.(event) ?? event, { nativeEvent: event });

function propsOf(element: string, given: Props): Props {
  const props: Props = {};
  for (const [name, value] of Object.entries(given)) props[nameOf(element, given, name)] = value;
  if (props.style && typeof props.style === "object") props.style = inPx(props.style as Props);
  return props;
}

function nameOf(element: string, { type }: Props, name: string): string {
  switch (name) {
    case "onChange":
      return element === "textarea" || (element === "input" && !CHOSEN.test(String(type))) ? "onInput" : name;
    // These two rise from element to element, as React's do.
    case "onFocus":
      return "onFocusIn";
    case "onBlur":
      return "onFocusOut";
    default:
      return name.replace(OF_STROKE, (_, next: string) => `stroke-${next.toLowerCase()}`);
  }
}

function inPx(style: Props): Props {
  return Object.fromEntries(
    Object.entries(style).map(([name, value]) => [
      name,
      typeof value === "number" && !UNITLESS.test(name) ? `${value}px` : value,
    ]),
  );
}
