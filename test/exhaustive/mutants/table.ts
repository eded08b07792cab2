/**
 * Faults that somebody might put into the machines or the kernel one day. Each is a change of one place of the production source, and each must be
 * noticed: by a small scope, or by a simulated day. A text that is not in its file exactly once is an error, so that the table stays true.
 */
export interface Mutant {
  readonly name: string;
  /** Under src/. */
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
  /** Where it is looked for: faults of the kernel show only on days. */
  readonly in: "scopes" | "days";
}

const queue = "queue/line.ts";
const callbacks = "queue/callbacks.ts";
const operator = "operator/machine.ts";
const call = "call/machine.ts";
const turns = "kernel/turns.ts";

/** Not noticed, because it harms nobody: the place only saves work or time, or something else makes it good. */
export interface Harmless extends Omit<Mutant, "in"> {
  readonly because: string;
}

export const mutants: readonly Mutant[] = [
  // ── the queue ──
  {
    name: "a caller who has left is let in again by an old request",
    file: queue,
    text: 'if (left.includes(request.entryId)) return this.#refuse("over");',
    becomes: "",
    in: "scopes",
  },
  {
    name: "a withdrawn entry stays",
    file: queue,
    text: "this.#leaves(entry, { served: false });",
    becomes: "",
    in: "scopes",
  },
  {
    name: "a taken entry is not dropped",
    file: queue,
    text: 'this.#leaves(entry, { served: outcome !== "gone" });',
    becomes: "",
    in: "scopes",
  },
  {
    name: "old news of being free is taken for new",
    file: queue,
    text: "if (news.epoch > (known?.epoch ?? this.#goneAt(news.operatorId))) {",
    becomes: "if (true) {",
    in: "scopes",
  },
  {
    name: "an offer that was refused is not given to anybody else",
    file: queue,
    text: "this.#release(offerId);\n  }\n\n  closed(",
    becomes: "}\n\n  closed(",
    in: "scopes",
  },
  {
    name: "a declined offer stays open",
    file: queue,
    text: "...without(entry, offerId),\n          passedOver",
    becomes: "...entry,\n          passedOver",
    in: "scopes",
  },
  {
    name: "who comes back into the line comes last",
    file: queue,
    text: "const { since: enqueuedAt, resumes } = place;",
    becomes: "const [enqueuedAt, { resumes }] = [this.#at, place];",
    in: "scopes",
  },
  {
    name: "last come, first served",
    file: "queue/entry.ts",
    text: "a.enqueuedAt - b.enqueuedAt ||",
    becomes: "b.enqueuedAt - a.enqueuedAt ||",
    in: "scopes",
  },
  {
    name: "the operator who said yes is not told that the person is on the phone",
    file: callbacks,
    text: "this.#tellReached(reached);\n    return true;",
    becomes: "return true;",
    in: "scopes",
  },
  {
    name: "who has been phoned in vain for the last time stays in the line",
    file: callbacks,
    text: "this.#line.drop(entry);\n      return this.#over(",
    becomes: "return this.#over(",
    in: "scopes",
  },
  {
    name: "the operator who was kept free for somebody is so for good",
    file: callbacks,
    text: 'if (member?.standing === "busy") this.#line.putMember({ ...member, standing: "free" });',
    becomes: "",
    in: "days",
  },
  {
    name: "of a promise that was not kept nobody is told",
    file: callbacks,
    text: 'this.#note("callback over", entry, { because: end.outcome });\n    this.#record(entry, end);',
    becomes: "",
    in: "days",
  },
  // ── the operator ──
  {
    name: "an offer rings beside another",
    file: operator,
    text: '{ guard: "hasEnded", actions: "ringing" },\n          { actions: { type: "refuse", params: { because: "busy" } } },',
    becomes:
      '{ guard: "hasEnded", actions: "ringing" },\n          { target: ".offered", actions: [assign({ offer: ({ event }) => event.offer }), "ringing"] },',
    in: "scopes",
  },
  {
    name: "an offer that has ended rings again",
    file: operator,
    text: 'event.type === "offer.made" && context.endedOffers.includes(event.offer.offerId)',
    becomes: "false",
    in: "scopes",
  },
  {
    name: "the ring timer is not set",
    file: operator,
    text: "delay: ({ context, event }) => ringTimeOf(event.offer, context.profile),",
    becomes: "delay: undefined,",
    in: "scopes",
  },
  {
    name: "the queue is not told how an offer ended",
    file: operator,
    text: 'type: "queue.closed",',
    becomes: 'type: "note", what: "closed",',
    in: "scopes",
  },
  {
    name: "the call is not asked",
    file: operator,
    text: 'entry: "askCall",',
    becomes: "",
    in: "scopes",
  },
  {
    name: "an old answer of another connection is heeded",
    file: operator,
    text: 'event.type === "connect.answered" && event.offerId === context.offer?.offerId && event.answer.ok,',
    becomes: 'event.type === "connect.answered" && event.answer.ok,',
    in: "scopes",
  },
  {
    name: "who is free again asks no queue",
    file: operator,
    text: 'enqueue.assign({ idleSince: event.at });\n          enqueue("startRound");',
    becomes: "enqueue.assign({ idleSince: event.at });",
    in: "scopes",
  },
  {
    name: "who is free asks only the first of their queues",
    file: operator,
    text: '!(event.answer.ok && event.answer.value.coming),\n      actions: "askNextQueue",',
    becomes: 'false,\n      actions: "askNextQueue",',
    in: "scopes",
  },
  {
    name: "a change of standing has no epoch of its own",
    file: operator,
    text: 'const wasGone = context.standing === "gone";\n        enqueue("nextEpoch");',
    becomes: 'const wasGone = context.standing === "gone";',
    in: "scopes",
  },
  {
    name: "connecting has a deadline",
    file: operator,
    text: 'entry: "askCall",\n          on: {',
    becomes:
      'entry: "askCall",\n          after: { 15000: { target: "released", actions: { type: "close", params: { outcome: "missed" } } } },\n          on: {',
    in: "scopes",
  },
  {
    name: "news of an earlier connection of the same two is heeded",
    file: operator,
    text: '(!("offerId" in event) || event.offerId === undefined || event.offerId === offer.offerId),',
    becomes: "true,",
    in: "scopes",
  },
  // ── the call ──
  {
    name: "a second operator is connected to the same caller",
    file: call,
    text: 'guard: "isOurEntry",\n                    target: "joining",',
    becomes: 'target: "joining",',
    in: "scopes",
  },
  {
    name: "the entry of a caller who hangs up is not withdrawn",
    file: call,
    text: 'enqueue.emit({ type: "queue.withdraw", queueId, entryId, abandoned });',
    becomes: "",
    in: "scopes",
  },
  {
    name: "the operator is not told that the call is over",
    file: call,
    text: 'if (partner === undefined) return;\n      enqueue.emit({\n        type: "operator.news",',
    becomes: 'if (partner === undefined) return;\n      enqueue.emit({\n        type: "note", what: "not told",',
    in: "scopes",
  },
  // ── the kernel ──
  {
    name: "an effect is lost when its first sending fails",
    file: turns,
    text: 'if (verdict === "never") {',
    becomes: "if (verdict !== 0) {",
    in: "days",
  },
  {
    name: "the outbox is not saved",
    file: turns,
    text: "outbox: loaded.outbox,\n      nextParcel",
    becomes: "outbox: [],\n      nextParcel",
    in: "days",
  },
  {
    name: "timers are not saved",
    file: turns,
    text: "timers: loaded.timers,\n      outbox",
    becomes: "timers: {},\n      outbox",
    in: "days",
  },
  {
    name: "a timer is not cancelled",
    file: turns,
    text: 'if ("cancel" in change) delete loaded.timers[change.cancel];\n        else',
    becomes: 'if (!("cancel" in change))',
    in: "days",
  },
  {
    name: "what is unsent has no alarm",
    file: turns,
    text: "else if (!visited) first = Math.min(first, now + outboxGuard);",
    becomes: "",
    in: "days",
  },
];

export const harmless: readonly Harmless[] = [
  {
    name: "an offer leaves its operator free in the queue's eyes",
    file: queue,
    text: 'standing: "busy", offeredAt: this.#at, offer: offerId',
    becomes: "offeredAt: this.#at, offer: offerId",
    because:
      "An operator takes one offer at a time, whatever a queue believes; the others are refused and go to somebody else, only later.",
  },
  {
    name: "an offer of a caller who has left is not taken back",
    file: queue,
    text: 'this.#rescind(entry.open, "caller_gone");',
    becomes: "",
    because:
      "Whoever accepts it is told that the caller has gone. That it stops ringing at once is a matter of manners: rule Q5.",
  },
  {
    name: "colleagues whom the caller rang as well go on ringing",
    file: queue,
    text: 'entry.open.filter((offer) => offer.offerId !== offerId),\n          outcome === "gone"',
    becomes: '[],\n          outcome === "gone"',
    because:
      "Whoever accepts it is told that the caller is taken. That it stops ringing at once has a rule of its own among the queue's.",
  },
  {
    name: "a withdrawal that comes before its request is forgotten",
    file: queue,
    text: "this.#remember(entryId);\n    if (entry === undefined) return;",
    becomes: "if (entry === undefined) return;\n    this.#remember(entryId);",
    because: "A call that has ended withdraws again when it hears that it was let in.",
  },
  {
    name: "a late end of an offer frees whatever the entry has open now",
    file: queue,
    text: "return entry?.open.some((offer) => offer.offerId === offerId) === true ? entry : undefined;",
    becomes: "return entry;",
    because: "The entry looks once more for that very offer among those it has open.",
  },
  {
    name: "a turn that failed stays in memory",
    file: turns,
    text: "this.#loaded = undefined;\n      throw error;",
    becomes: "throw error;",
    because: "In the world of the tests a turn fails only with its process.",
  },
  {
    name: "who refused as busy is free in the queue's eyes",
    file: queue,
    text: "standing: answer.refusal, epoch: answer.epoch",
    becomes: 'standing: "free", epoch: answer.epoch',
    because: "It is refused again and again until the operator is free: that costs messages.",
  },
];
