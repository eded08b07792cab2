/** The pages' few icons, drawn on a grid of 24 with the weight of the text beside them. They only repeat what a name says. */
import type { ComponentChildren } from "preact";

const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg
    class="icon"
    viewBox="0 0 24 24"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

const handset =
  "M5.2 3.6h3.1l1.6 4.2-2.1 1.6a12 12 0 0 0 6.8 6.8l1.6-2.1 4.2 1.6v3.1a1.9 1.9 0 0 1-2.1 1.9A16.7 16.7 0 0 1 3.3 5.7a1.9 1.9 0 0 1 1.9-2.1z";

export const Handset = () => (
  <Icon>
    <path d={handset} />
  </Icon>
);
export const HandsetDown = () => (
  <Icon>
    <path d={handset} transform="rotate(135 12 12)" />
  </Icon>
);
export const Forward = () => (
  <Icon>
    <path d="M4 18v-3a5 5 0 0 1 5-5h10M14.5 5.5 19 10l-4.5 4.5" />
  </Icon>
);
export const Mic = () => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Icon>
);
export const MicOff = () => (
  <Icon>
    <path d="M15 9.5V6a3 3 0 0 0-5.7-1.3M9 9.5V11a3 3 0 0 0 4.6 2.5M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5a6.4 6.4 0 0 1-.5 2.4M12 18v3M4 4l16 16" />
  </Icon>
);
export const Headset = () => (
  <Icon>
    <path d="M4 14v-2a8 8 0 0 1 16 0v2" />
    <rect x="3" y="13" width="4.5" height="6.5" rx="2" />
    <rect x="16.5" y="13" width="4.5" height="6.5" rx="2" />
    <path d="M19 19.5c0 1.2-1.5 2-4 2" />
  </Icon>
);
export const Shield = () => (
  <Icon>
    <path d="M12 3 5 6v5.5c0 4.4 2.9 7.7 7 9.5 4.1-1.8 7-5.1 7-9.5V6z" />
    <path d="m9 12 2.2 2.2L15.2 10" />
  </Icon>
);
export const Pause = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M10 9v6M14 9v6" />
  </Icon>
);
export const Quiet = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.5 12h7" />
  </Icon>
);
export const Here = () => (
  <Icon>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5.5 19.5a6.5 6.5 0 0 1 13 0" />
  </Icon>
);
export const Sun = () => (
  <Icon>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M18.4 5.6l-1.1 1.1M6.7 17.3l-1.1 1.1" />
  </Icon>
);
export const Moon = () => (
  <Icon>
    <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />
  </Icon>
);
export const HalfMoon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentColor" />
  </Icon>
);
export const Keyboard = () => (
  <Icon>
    <rect x="3" y="6" width="18" height="12" rx="2.5" />
    <path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8" />
  </Icon>
);
export const Out = () => (
  <Icon>
    <path d="M14 4.5H7a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h7M11 12h9M17 9l3 3-3 3" />
  </Icon>
);
export const Cross = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const Check = () => (
  <Icon>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
);
export const Arrow = () => (
  <Icon>
    <path d="M5 12h14M13.5 6.5L19 12l-5.5 5.5" />
  </Icon>
);
export const Tabs = () => (
  <Icon>
    <rect x="3.5" y="7.5" width="13" height="12" rx="2" />
    <path d="M8 4.5h10.5a2 2 0 0 1 2 2V15" />
  </Icon>
);
export const Book = () => (
  <Icon>
    <path d="M5 5.5A2 2 0 0 1 7 3.5h12v14H7a2 2 0 0 0-2 2zM5 19.5a2 2 0 0 0 2 2h12" />
  </Icon>
);
export const Gear = () => (
  <Icon>
    <path d="M4 8h9M17 8h3M4 16h3M11 16h9" />
    <circle cx="15" cy="8" r="2" />
    <circle cx="9" cy="16" r="2" />
  </Icon>
);
export const Eye = () => (
  <Icon>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="2.8" />
  </Icon>
);
export const Copy = () => (
  <Icon>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
    <path d="M5.5 15.5h-1v-11h11v1" />
  </Icon>
);
export const Warning = () => (
  <Icon>
    <path d="M12 4.5l8.5 15h-17zM12 10v4.5M12 17h.01" />
  </Icon>
);

/** The mark of the product: a line of people and one who is served. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="9" class="mark-ground" />
    <g class="mark-figure">
      <circle cx="8.6" cy="16" r="2.4" opacity="0.55" />
      <circle cx="15" cy="16" r="2.9" opacity="0.8" />
      <path
        d="M22.4 10.4a5.6 5.6 0 1 1 0 11.2 5.6 5.6 0 0 1 0-11.2zm0 2.6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
        fill-rule="evenodd"
      />
    </g>
  </svg>
);
