import type { Plural } from "../lib/format.ts";
import type { OperatorStatus } from "../../src/protocol/console.ts";
import type { WrapUpMode } from "../../src/protocol/settings.ts";

type Counted = (forms: Plural) => Plural;
const plural: Counted = (forms) => forms;

/** Every text of the pages. What people press is named as the field names it. */
export const en = {
  product: "ACD",
  titles: { operator: "Operator · ACD", caller: "Call us · ACD" },
  language: "Language",
  theme: { label: "Theme", auto: "As the system", light: "Light", dark: "Dark" },
  close: "Close",
  cancel: "Cancel",

  signIn: {
    title: "Operator sign-in",
    lead: "Answer calls from this browser.",
    application: "Call centre",
    operator: "Operator name",
    password: "Password",
    press: "Sign in",
    busy: "Signing in…",
    wrong: "The name or the password is not right.",
    unknown: "There is no such call centre.",
    tooMany: "Too many attempts. Wait a minute and try again.",
    unreachable: "The server cannot be reached. Check the network and try again.",
    unavailable: "The server has trouble just now. Try again in a moment.",
    unexpected: "The server gave an answer that makes no sense here.",
    ended: "You have been signed out. Please sign in again.",
  },

  bar: {
    help: "Keyboard shortcuts",
    sound: "Sound check",
    signOut: "Sign out",
    open: "Connected",
    connecting: "Connecting…",
    broken: "Reconnecting…",
  },

  status: {
    label: "Status",
    afterCall: "Status after this call",
    next: (name: string) => `Next: ${name}`,
    takeBack: "Take back",
    since: (time: string) => `for ${time}`,
    names: {
      Offline: "Offline",
      Online: "Online",
      Ready: "Ready",
      BeforeService: "Before service",
      InService: "In service",
      AfterService: "After service",
      Timeout: "Timeout",
      DND: "DND",
      Banned: "Banned",
    } satisfies Record<OperatorStatus, string>,
    ready: "Ready",
    online: "Online",
    timeout: "Timeout",
    dnd: "DND",
    pauseFor: "Pause…",
    pausedFor: (name: string) => `Pause: ${name}`,
    hints: {
      ready: "Calls come to you",
      online: "No calls yet",
      timeout: "A short break",
      dnd: "Do not disturb",
    },
  },

  pause: { title: "Why do you pause?", gone: "This reason is not there any more. Choose another." },

  stage: {
    offline: { title: "You are offline", text: "A moment: signing you in." },
    online: { title: "You take no calls yet", text: "When your headset is on, press Ready. Calls will ring here." },
    ready: { title: "Waiting for a call", text: "The next caller rings here. You may use other windows meanwhile." },
    resting: { title: "A moment's rest", text: "The next call may ring in a few seconds." },
    timeout: { title: "On a break", text: "No calls until you press Ready." },
    dnd: { title: "Do not disturb", text: "No calls until you press Ready." },
    banned: {
      title: "You missed a call",
      text: "It rang here and nobody took it, so it went to a colleague and calls to you are paused. Press Ready to go on.",
    },
    unfinished: {
      title: "You did not finish in time",
      text: "The time after your last call ran out before you pressed Finish, so calls to you are paused. Press Ready to go on.",
    },
    offered: { title: "Incoming call", text: "A caller is waiting for you." },
  },

  lastOffer: {
    gone: "The caller hung up before you could talk.",
    rescinded: "A colleague took the call.",
    lost: "A colleague was quicker.",
    unanswered: "The caller could not be reached by phone.",
    declined: "You declined the call: it is offered to a colleague.",
    missed: "You did not answer the last call: it was offered to a colleague.",
    unreachable: "A call was on its way to you when the connection was lost.",
  },

  offer: {
    title: "Incoming call",
    callback: "Callback",
    callbackHint: "Asked to be called back. Accept, and the number is phoned.",
    waited: (time: string) => `has waited ${time}`,
    justCame: "has just called",
    left: (time: string) => `${time} left to accept`,
    accept: "Accept",
    decline: "Decline",
    taking: "Connecting…",
    gone: "The call is gone: the caller hung up or was served elsewhere.",
    notification: (caller: string, queue: string) => `${caller} · ${queue}`,
  },

  call: {
    connecting: "Connecting…",
    phoning: "Phoning…",
    mute: "Mute",
    muted: "Muted: the caller does not hear you",
    transfer: "Transfer",
    hangUp: "Hang up",
    you: "You",
    caller: "Caller",
    anonymous: "Number withheld",
    duration: "Duration of the call",
    quality: "Connection",
    qualities: {
      unknown: "measuring…",
      excellent: "excellent",
      good: "good",
      poor: "poor",
      lost: "lost",
    },
    noMicrophone: "The caller cannot hear you: there is no microphone.",
    trouble: "Network trouble. The caller stays on the line while your sound is being reconnected.",
    rejoining: "Joining the call…",
    notDone: "That did not reach the server. Try again in a moment.",
  },

  wrapUp: {
    title: "After the call",
    texts: {
      none: "Finish your notes.",
      optional: "Finish your notes. You are free for the next call when the time is up.",
      onRequest: "Finish your notes. You are free for the next call when the time is up.",
      mandatory: "Finish your notes, then press Finish. No call comes before.",
      timed: "Finish your notes. Calls come again when the time is up.",
      forced: "Finish your notes and press Finish before the time is up. Otherwise calls to you are paused.",
    } satisfies Record<WrapUpMode, string>,
    left: (time: string) => `${time} left`,
    lasting: "Time since the call",
    finish: "Finish",
    extend: (time: string) => `${time} more`,
    request: "Time after this call",
  },

  queues: {
    title: "Your queues today",
    count: plural({ one: "queue", other: "queues" }),
    none: "You serve no queue. An administrator can add you to a skill group.",
  },

  otherTab: {
    title: "Your account is open in another tab",
    text: "Calls ring there, so that they do not ring twice. This tab shows your status only.",
    takeOver: "Take over here",
  },

  trouble: {
    broken: "The connection to the server is lost. Reconnecting…",
    brokenInCall:
      "The connection to the server is lost. You can go on talking; the buttons work again when it is back.",
    silent: "The browser keeps this page silent until you click or press a key.",
    allowSound: "Allow sound",
    fellBack: "Your microphone was unplugged. The system's default is used now.",
    choose: "Choose another",
    lost: "Your microphone is gone. Plug it in or choose another.",
  },

  sound: {
    title: "Sound check",
    lead: "Once per headset. What you choose is remembered on this computer.",
    microphone: "Microphone",
    speaker: "Headset or speaker",
    ring: "Ring through",
    device: "Standard device",
    numbered: (n: number) => `Device ${n}`,
    level: "Microphone level",
    say: "Say something: the bar should move.",
    heard: "You can be heard.",
    tone: "Play a tone",
    ringTone: "Try the ring",
    asking: "The browser asks for the microphone: press “Allow”.",
    kept: "While you are ready the microphone stays open, so that callers hear you at once. Nothing is sent without a call.",
    denied: "The browser refuses the microphone",
    deniedHow: ["Press the icon left of the address of this page.", "Set “Microphone” to “Allow”.", "Reload the page."],
    absent: "No microphone found. Plug in a headset and try again.",
    busy: "The microphone cannot be opened. Another program may be using it.",
    insecure: "Browsers allow the microphone only over https, or on this same computer.",
    again: "Try again",
    done: "Done",
  },

  help: {
    title: "Keyboard shortcuts",
    accept: "Accept the call",
    decline: "Decline the call",
    mute: "Mute, or be heard again",
    transfer: "Transfer to a queue",
    hangUp: "Hang up",
    ready: "Ready",
    pause: "Pause for a reason",
    help: "This list",
    enter: "Enter",
    or: "or",
    note: "Shortcuts rest while you type in a field.",
  },

  transfer: {
    title: "Transfer to a queue",
    text: "The caller waits there, with music, for the next operator. The call is over for you.",
    queues: "Queues",
    asking: "Asking which queues there are…",
    failed: "The queues cannot be read just now. The talk goes on.",
    again: "Try again",
  },

  leave: {
    title: "Sign out during a call?",
    text: "If you sign out now, the call ends for the caller, too.",
    afterwards: "After the call",
    confirm: "End the call and sign out",
  },

  announce: {
    incoming: (title: string, caller: string, queue: string) => `${title}: ${caller}, queue ${queue}`,
    connected: "Connected",
    ended: "The call has ended",
    gone: "The incoming call is gone",
  },

  caller: {
    title: "Call us from here",
    lead: "A free call from your browser. No phone needed.",
    number: "The number of this call centre",
    call: "Call",
    permission: "Your browser will ask for the microphone. It is used during the call only.",
    connecting: "Connecting…",
    connectingText: "The call is being set up.",
    waiting: "Please stay on the line",
    waitingText: "You will hear your place and the expected wait. An operator answers as soon as possible.",
    talking: "You are talking to an operator",
    troubled: "Reconnecting…",
    troubledText: "The network has a hiccup. Please stay on the line.",
    ended: "The call has ended",
    endedByYou: "You hung up.",
    endedByUs: "The call centre ended the call.",
    endedByNetwork: "The connection was lost.",
    duration: (time: string) => `Duration ${time}`,
    again: "Call again",
    unknown: "Nobody answers this number here.",
    tooMany: "Too many calls from here. Wait a minute and try again.",
    unavailable: "Calls cannot be taken just now. Please try again in a few minutes.",
    unreachable: "The call centre cannot be reached. Check the network and try again.",
    callCentre: "Call centre",
  },

  home: {
    title: "The call centre is running",
    lead: "Dial in, sign in, answer. Everything below is on this server.",
    dial: "Dial",
    dialText: "From any softphone on this machine, without a password.",
    copy: "Copy",
    copied: "Copied",
    unreachable: "The server did not say which number it answers. Reload the page in a moment.",
    pages: "Where to go",
    operator: {
      title: "Operator console",
      text: "Sign in, press Ready, take calls. The demo logins were printed when the centre was started.",
    },
    call: { title: "Call from the browser", text: "The same queue and the same music as on the phone." },
    supervisor: { title: "Supervisor", text: "What can be watched today." },
    admin: { title: "Administration", text: "Operators, queues and numbers, by HTTP API." },
    docs: { title: "API reference", text: "Every call, with schemas, to try out." },
    steps: "Try it in a minute",
    step: [
      "Open the operator console, sign in as operator1 and press Ready.",
      "In another window press Call, or dial the number from a softphone.",
      "Accept. You hear each other.",
    ],
  },

  plain: {
    supervisor: {
      title: "Supervisor",
      text: "There is no page for this yet. Today the live state of a queue and the list of calls with their timelines can be read by HTTP API.",
    },
    admin: {
      title: "Administration",
      text: "There is no page for this yet. Today applications, operators, queues, skill groups, numbers and rules are managed by HTTP API with the admin key that was printed at the first start.",
    },
    docs: "Open the API reference",
    home: "To the start page",
  },
};

export type Texts = typeof en;
