import type { ComponentChildren } from "preact";
import { texts } from "../lib/texts.ts";
import { Mark } from "../parts/icons.tsx";
import { Tools } from "../parts/tools.tsx";

/** The head that every page without a call has. */
export const Frame = ({ children }: { readonly children: ComponentChildren }) => (
  <>
    <header class="bar">
      <a class="brand" href="/">
        <Mark />
        <span>{texts.value.product}</span>
      </a>
      <div class="bar-tools">
        <Tools />
      </div>
    </header>
    {children}
  </>
);
