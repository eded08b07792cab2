import { useEffect, useRef } from "preact/hooks";

/** For a field that comes when it is wanted: it has the focus at once. (The browser's own `autofocus` works once for each page.) */
export function useFocus<Field extends HTMLElement>() {
  const field = useRef<Field>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
