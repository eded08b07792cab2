/** Everything that can be allowed, and what each of it means. Closed: what is not in this list can neither be given nor asked for. */
export const rights = {
  "application.read": "Read the application's name and language.",
  "application.export": "Take the whole application out as one file.",
  "application.import": "Put a whole application in from one file.",
  "skillGroups.read": "Read skill groups.",
  "skillGroups.write": "Create, change and delete skill groups.",
  "hours.read": "Read opening hours, and whether it is open.",
  "hours.write": "Create, change and delete opening hours.",
  "hours.override": "Open or close by hand.",
  "queues.read": "Read the settings of queues.",
  "queues.write": "Create, change and delete queues.",
  "queues.watch": "See who waits in a queue, and for how long.",
  "people.read": "Read people: their names, roles, skill groups and skills.",
  "people.write": "Create, change and delete people who may do no more than oneself; set their passwords.",
  "numbers.read": "Read the call centre's own telephone numbers.",
  "numbers.write": "Create, change and delete the call centre's own telephone numbers.",
  "numbers.buy": "Buy telephone numbers of LiveKit and give them back. It costs money.",
  "outbound.read": "Read how calls are placed: by which carrier, and to whom.",
  "outbound.write": "Say how calls are placed: by which carrier, and to whom. They cost money.",
  "numbers.unmask":
    "See callers' telephone numbers whole, where others see few of the digits. Who takes a call sees its number in any case.",
  "callers.find": "Look up what is kept of a caller, by number.",
  "callers.erase": "Erase a caller: what is kept of them loses their number for good.",
  "rules.read": "Read rules, and try where a number leads.",
  "rules.write": "Create, change and delete rules.",
  "scenarios.read": "Read scenarios and their versions.",
  "scenarios.write": "Create, change and delete drafts of scenarios.",
  "scenarios.publish": "Publish scenarios: what callers get from then on.",
  "sounds.read": "Read and hear prompts and music.",
  "sounds.write": "Create, upload and delete prompts and music.",
  "roles.read": "Read roles and the list of rights.",
  "roles.write": "Create, change and delete roles that hold no more than one's own rights.",
  "pauseReasons.read": "Read the reasons that operators may give for a pause.",
  "pauseReasons.write": "Create, change and delete reasons for a pause.",
  "dispositions.read": "Read the dispositions: how operators may say that calls turned out.",
  "dispositions.write": "Create, change and delete dispositions.",
  "keys.read": "List API keys, without their secrets.",
  "keys.write": "Create API keys that may do no more than oneself; revoke API keys. No key can hold this right.",
  "webhooks.read": "Read webhooks and how far their messages have come, without their secrets.",
  "webhooks.write":
    "Create, change and delete webhooks, which tell of all calls and of operators' work; make their secrets; send test messages, and messages again.",
  "console.open": "Work as an operator: open one's own console, take calls, transfer them.",
  "self.watch": "See one's own state.",
  "operators.watch": "See what operators are doing.",
  "operators.force": "Change an operator's status in their place; sign them out.",
  "calls.read": "List and read calls.",
  "calls.command": "Do something to a call: priority, assign, move, transfer, end.",
  "calls.annotate": "Set how a call turned out, and a note on it, in the place of the operator who had it.",
  "calls.listen": "Listen to a call without being heard.",
  "calls.whisper": "Speak to the operator of a call without the caller hearing it.",
  "calls.barge": "Join a call and be heard by everybody.",
  "recordings.play": "Play recordings.",
  "reports.read": "Read reports.",
  "retention.read": "Read for how long data is kept.",
  "retention.write": "Say for how long data is kept: what is older is thrown away.",
  "schedules.read": "Read which reports are sent when and to whom, and how that went.",
  "schedules.write":
    "Create, change and delete schedules of reports, which are sent to any address and webhook, with one's own rights; send them at once.",
  "audit.read": "Read who changed what.",
} as const satisfies Record<string, string>;

export type Right = keyof typeof rights;

export const everyRight = Object.keys(rights) as Right[]; // keys forgets which

/**
 * What somebody may do to themselves by a lesser right: to see one's own state takes less than to see everybody's.
 */
export const rightsOverOneself: Readonly<Partial<Record<Right, Right>>> = { "operators.watch": "self.watch" };
