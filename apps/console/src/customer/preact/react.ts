import {
  Component,
  type ComponentChildren,
  type ComponentType,
  createElement,
  type FunctionComponent,
  type Ref,
} from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import "./as-react-says.js";

export { createContext, createElement, Fragment } from "preact";
export {
  useCallback,
  useContext,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "preact/hooks";

// Stands in for React in what customers load: what of it is used, and no more. `preact/compat` would be 2 KB larger.

/** A component that is drawn again only when one of its props is another one. */
export function memo<P extends object>(Drawn: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !isSame(this.props, next);
    }

    override render() {
      return createElement(Drawn, this.props);
    }
  };
}

/** Preact hands a ref over like any other prop. */
export function forwardRef<T, P extends object>(
  draw: (props: P, ref: Ref<T> | null) => ComponentChildren,
): FunctionComponent<P & { readonly ref?: Ref<T> }> {
  return ({ ref = null, ...props }) => draw(props as unknown as P, ref);
}

/** What something outside says now, drawn again when it says something else. */
export function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, read: () => T): T {
  const [, draw] = useState(0);
  const value = read();
  const drawn = useRef({ value, read });
  useLayoutEffect(() => {
    drawn.current = { value, read };
  });
  useEffect(() => {
    const look = (): void => {
      if (!Object.is(drawn.current.value, drawn.current.read())) draw((times) => times + 1);
    };
    // It may have changed between drawing and now.
    look();
    return subscribe(look);
  }, [subscribe]);
  return value;
}

function isSame(one: object, other: object): boolean {
  const [known, next] = [Object.entries(one), Object.entries(other)];
  return known.length === next.length && known.every(([key, value]) => other[key as keyof object] === value);
}
