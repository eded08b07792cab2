import type { SnapshotFrom } from "xstate";
import { machineLogic, Table, type Logic } from "../kernel/index.ts";
import type { EntryId, OperatorId } from "../words/index.ts";
import { usualQueue } from "../protocol/settings.ts";
import type { QueueOutput } from "./effects.ts";
import { fresh, type Entry } from "./entry.ts";
import type { QueueEvent } from "./events.ts";
import { queueMachine } from "./machine.ts";
import { noHistory, type Member } from "./member.ts";

type QueueState = SnapshotFrom<typeof queueMachine>;

const machine = machineLogic<typeof queueMachine, QueueOutput>(queueMachine, { rows: ["entries", "members"] });

/** The queue as the kernel runs it: every entry and every member is stored as a row of its own. */
export const queueLogic: Logic<QueueState, QueueEvent, QueueOutput> = {
  ...machine,
  initial() {
    const { core } = machine.pack(machine.initial());
    return withTables(core, Table.of(), Table.of());
  },
  /** What was stored by an older version lacks what has been added since. */
  unpack({ core, rows }) {
    const { value, context } = core as { value: unknown; context: { settings?: object } }; // written by pack
    const settings = context.settings && { ...usualQueue, ...context.settings };
    const entries = [...(rows.get("entries") ?? [])] as [EntryId, Omit<Entry, "joinedAt"> & Partial<Entry>][]; // likewise
    const members = [...(rows.get("members") ?? [])] as [OperatorId, Member][];
    return withTables(
      { value, context: { ...context, settings } },
      Table.of(
        entries.map(([id, entry]) => [id, { ...fresh, ...entry, joinedAt: entry.joinedAt ?? entry.enqueuedAt }]),
      ),
      Table.of(members.map(([id, member]) => [id, { ...noHistory, ...member }])),
    );
  },
};

const withTables = (core: unknown, entries: Table<EntryId, Entry>, members: Table<OperatorId, Member>): QueueState =>
  machine.unpack({
    core,
    rows: new Map<string, ReadonlyMap<string, unknown>>([
      ["entries", entries],
      ["members", members],
    ]),
  });
