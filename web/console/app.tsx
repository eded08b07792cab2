import { useEffect } from "preact/hooks";
import { listen } from "../lib/keys.ts";
import { texts } from "../lib/texts.ts";
import { Announcer } from "../parts/tools.tsx";
import { helpOpen, leaving, shortcuts } from "./actions.ts";
import { factorMissing, session } from "./account.ts";
import { Banners } from "./banners.tsx";
import { Bar } from "./bar.tsx";
import { soundCheckOpen } from "./callAudio.ts";
import { lead, offer, view } from "./desk.ts";
import { dispositionOpen } from "./disposition.ts";
import { DispositionDialog } from "./dispositionDialog.tsx";
import { Help } from "./help.tsx";
import { LeaveDialog } from "./leaveDialog.tsx";
import { OfferSheet } from "./offerSheet.tsx";
import { OtherTab } from "./otherTab.tsx";
import { step } from "./secondFactor.ts";
import { SecondFactorDemanded, SecondFactorDialog } from "./secondFactorDialog.tsx";
import { reasonsOpen } from "./pauseReason.ts";
import { ReasonsDialog } from "./reasonsDialog.tsx";
import { Side } from "./side.tsx";
import { SignIn } from "./signIn.tsx";
import { SoundCheck } from "./soundCheck.tsx";
import { Stage } from "./stage.tsx";
import { transferOpen } from "./transfer.ts";
import { TransferDialog } from "./transferDialog.tsx";

export function App() {
  const { operator: title } = texts.value.titles;
  useEffect(() => listen(shortcuts), []);
  useEffect(() => void (document.title = title), [title]);
  return (
    <>
      <Bar />
      {session.value === "" ? <SignIn /> : factorMissing.value ? <SecondFactorDemanded /> : <Desk />}
      {session.value !== "" && leaving.value && <LeaveDialog />}
      <Announcer />
    </>
  );
}

function Desk() {
  const desk = view.value;
  const ringing = offer.value;
  return (
    <>
      <Banners />
      {desk ? (
        <main class="desk">
          {!lead.value && <OtherTab />}
          <Stage desk={desk} />
          <Side desk={desk} />
        </main>
      ) : (
        <main class="narrow">
          <p class="quiet waiting" role="status">
            {texts.value.bar.connecting}
          </p>
        </main>
      )}
      {soundCheckOpen.value && <SoundCheck />}
      {helpOpen.value && <Help />}
      {transferOpen.value && <TransferDialog />}
      {step.value && <SecondFactorDialog at={step.value} />}
      {reasonsOpen.value && <ReasonsDialog />}
      {dispositionOpen.value && <DispositionDialog />}
      {ringing && <OfferSheet key={ringing.offerId} offer={ringing} />}
    </>
  );
}
