import { signal } from "@preact/signals";
import { remembered } from "./remember.ts";

export interface Device {
  readonly id: string;
  /** Empty until the microphone has been allowed: browsers hide names from strangers. */
  readonly label: string;
}

export const inputs = signal<readonly Device[]>([]);
export const outputs = signal<readonly Device[]>([]);

/** The chosen devices; an empty text is the system's standard one. */
export const chosenInput = remembered("device.input", "");
export const chosenOutput = remembered("device.output", "");
export const chosenRing = remembered("device.ring", "");

/** Whether sound can be sent to a chosen device here (not in every browser). */
export const outputsCanBeChosen = "setSinkId" in HTMLMediaElement.prototype;

export async function readDevices(): Promise<void> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const ofKind = (kind: MediaDeviceKind): readonly Device[] =>
    devices
      // Chromium lists the standard device once more under this name; "" already says it.
      .filter((device) => device.kind === kind && device.deviceId !== "default" && device.deviceId !== "")
      .map((device) => ({ id: device.deviceId, label: device.label }));
  inputs.value = ofKind("audioinput");
  outputs.value = ofKind("audiooutput");
}

navigator.mediaDevices?.addEventListener("devicechange", () => void readDevices());
