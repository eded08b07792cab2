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

/** What is stored in the core beside the context's tables. */
interface Core {
  readonly value: unknown;
  readonly context: { readonly settings?: object };
}

/** The one row of the settings' table. */
const all = "all";

/** The queue as the kernel runs it: every entry and every member is stored as a row of its own, and so are the settings, which are large and seldom change. */
export const queueLogic: Logic<QueueState, QueueEvent, QueueOutput> = {
  ...machine,
  initial() {
    const { core } = machine.pack(machine.initial());
    return withTables(core, Table.of(), Table.of());
  },
  pack(state) {
    const { core, rows } = machine.pack(state);
    const { value, context } = core as Core; // the machine's own
    const { settings, ...rest } = context;
    return { core: { value, context: rest }, rows: new Map([...rows, ["settings", rowOf(settings)]]) };
  },
  /** What was stored by an older version lacks what has been added since. */
  unpack({ core, rows }) {
    const { value, context } = core as Core; // written by pack
    // Until lately they were in the core.
    const stored = (rows.get("settings")?.get(all) as object | undefined) ?? context.settings;
    const settings = stored && { ...usualQueue, ...stored };
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

/** The same for the same settings, so that they are seen to be unchanged. */
const rowsOfSettings = new WeakMap<object, ReadonlyMap<string, unknown>>();
const noSettings: ReadonlyMap<string, unknown> = new Map();

function rowOf(settings: object | undefined): ReadonlyMap<string, unknown> {
  if (settings === undefined) return noSettings;
  const known = rowsOfSettings.get(settings);
  if (known !== undefined) return known;
  const row = new Map([[all, settings]]);
  rowsOfSettings.set(settings, row);
  return row;
}

const withTables = (core: unknown, entries: Table<EntryId, Entry>, members: Table<OperatorId, Member>): QueueState =>
  machine.unpack({
    core,
    rows: new Map<string, ReadonlyMap<string, unknown>>([
      ["entries", entries],
      ["members", members],
    ]),
  });
