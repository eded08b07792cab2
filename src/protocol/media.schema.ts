import * as z from "zod";
import type { ApplicationId, CallId, MediaWorkerId, PlayId, RoomName, SoundId } from "../words/index.ts";
import { languages } from "../words/index.ts";
import { soundTypes, soundUses } from "./sound.ts";
import type { FromMediaWorker, ToMediaWorker } from "./media.ts";

const id = <T extends string>() => z.string().min(1).max(256) as unknown as z.ZodType<T>; // zod has no way to say "a string of this brand" without a second brand of its own
const callId = id<CallId>();
const playId = id<PlayId>();
const count = z.int().min(0);
const sound = z.object({ id: id<SoundId>(), hash: z.string().regex(/^[0-9a-f]{64}$/), duration: z.number().min(0) });

const treatment = z.object({
  revision: count,
  speech: z
    .object({
      playId,
      text: z.string().max(5_000),
      parts: z.array(z.object({ text: z.string().max(2_000), sound: sound.optional() })).optional(),
      language: z.enum(languages),
    })
    .optional(),
  background: z.enum(["music", "quiet"]),
  music: sound.optional(),
  musicFrom: z.number().min(0),
});

export const toMediaWorker: z.ZodType<ToMediaWorker> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("welcome"), calls: z.array(callId) }),
  z.object({
    type: z.literal("call.join"),
    callId,
    url: z.url(),
    token: z.string(),
    room: id<RoomName>(),
    treatment,
  }),
  z.object({ type: z.literal("call.treat"), callId, treatment }),
  z.object({ type: z.literal("call.leave"), callId }),
  z.object({
    type: z.literal("sound.convert"),
    application: id<ApplicationId>(),
    sound: id<SoundId>(),
    upload: z.string().regex(/^[0-9a-f]{32}$/),
    as: z.enum(soundTypes),
    use: z.enum(soundUses),
  }),
]);

export const fromMediaWorker: z.ZodType<FromMediaWorker> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    worker: id<MediaWorkerId>(),
    capacity: count,
    calls: z.array(
      z.object({
        callId,
        room: id<RoomName>(),
        revision: count,
        finished: playId.optional(),
        musicAt: z.number().min(0),
      }),
    ),
  }),
  z.object({ type: z.literal("load"), calls: count, capacity: count, cpu: z.number().min(0) }),
  z.object({ type: z.literal("call.joined"), callId }),
  z.object({ type: z.literal("call.active"), callId }),
  z.object({ type: z.literal("speech.finished"), callId, playId, musicAt: z.number().min(0) }),
  z.object({ type: z.literal("digit"), callId, digit: z.string().regex(/^[0-9A-D*#]$/) }),
  z.object({
    type: z.literal("participant.left"),
    callId,
    identity: z.string().max(256),
    sid: z.string().max(64),
  }),
  z.object({
    type: z.literal("call.left"),
    callId,
    reason: z.enum(["told", "roomClosed", "failed"]),
    detail: z.string().max(500).optional(),
  }),
]);
