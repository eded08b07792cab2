/**
 * The part of LiveKit's SIP service that sets up trunks and rules, with the checks of livekit-server (`pkg/service/sip.go`)
 * and livekit/protocol (`livekit/sip.go`), so that whoever provisions LiveKit provisions this gateway with the same code.
 */
import {
  CreateSIPDispatchRuleRequest,
  CreateSIPInboundTrunkRequest,
  DeleteSIPDispatchRuleRequest,
  DeleteSIPTrunkRequest,
  GetSIPInboundTrunkRequest,
  GetSIPInboundTrunkResponse,
  ListSIPDispatchRuleRequest,
  ListSIPDispatchRuleResponse,
  ListSIPInboundTrunkRequest,
  ListSIPInboundTrunkResponse,
  SIPDispatchRuleInfo,
  type SIPInboundTrunkInfo,
  SIPTrunkInfo,
  UpdateSIPDispatchRuleRequest,
  UpdateSIPInboundTrunkRequest,
} from "@livekit/protocol";

import { ruleConflict, trunkConflict } from "../dispatch/conflict.ts";
import { newId } from "../dispatch/ids.ts";
import { sameNumber } from "../dispatch/number.ts";
import type { DispatchStore } from "../dispatch/store.ts";
import { checkHeaderNames, checkMediaTimeout, refuse, updated } from "./checks.ts";
import { outboundTrunks } from "./outbound-trunks.ts";
import type { Service } from "./twirp.ts";
import { TwirpError, procedure } from "./twirp.ts";

export const sipService = (store: DispatchStore): Service => ({
  name: "livekit.SIP",
  procedures: {
    ...outboundTrunks(store),

    CreateSIPInboundTrunk: procedure(CreateSIPInboundTrunkRequest, ({ trunk }) => {
      const wanted = checkedTrunk(trunk);
      if (wanted.sipTrunkId !== "") refuse("trunk id must not be set");
      refuseIf(trunkConflict([...store.trunks, wanted]));
      wanted.sipTrunkId = newId("ST_");
      store.putTrunk(wanted);
      return wanted;
    }),

    UpdateSIPInboundTrunk: procedure(UpdateSIPInboundTrunkRequest, ({ sipTrunkId, action }) => {
      const existing = trunkOf(store, sipTrunkId);
      const wanted = checkedTrunk(action.case === "replace" ? action.value : existing.clone());
      if (action.case === "replace") {
        if (wanted.sipTrunkId !== "" && wanted.sipTrunkId !== sipTrunkId)
          refuse("trunk id in the info must be empty or match the id in the update");
        wanted.sipTrunkId = sipTrunkId;
      } else if (action.case === "update") {
        const { numbers, allowedAddresses, allowedNumbers, ...fields } = action.value;
        wanted.numbers = updated(wanted.numbers, numbers);
        wanted.allowedAddresses = updated(wanted.allowedAddresses, allowedAddresses);
        wanted.allowedNumbers = updated(wanted.allowedNumbers, allowedNumbers);
        wanted.authUsername = fields.authUsername ?? wanted.authUsername;
        wanted.authPassword = fields.authPassword ?? wanted.authPassword;
        wanted.authRealm = fields.authRealm ?? wanted.authRealm;
        wanted.name = fields.name ?? wanted.name;
        wanted.metadata = fields.metadata ?? wanted.metadata;
        if (fields.media !== undefined) wanted.media = fields.media;
        checkedTrunk(wanted);
      } else refuse("missing or unsupported update action");
      refuseIf(trunkConflict(store.trunks.map((each) => (each === existing ? wanted : each))));
      store.putTrunk(wanted);
      return wanted;
    }),

    GetSIPInboundTrunk: procedure(
      GetSIPInboundTrunkRequest,
      ({ sipTrunkId }) => new GetSIPInboundTrunkResponse({ trunk: trunkOf(store, sipTrunkId) }),
    ),

    ListSIPInboundTrunk: procedure(ListSIPInboundTrunkRequest, ({ trunkIds, numbers }) => {
      const fits = (trunk: SIPInboundTrunkInfo): boolean =>
        (trunkIds.length === 0 || trunkIds.includes(trunk.sipTrunkId)) &&
        (numbers.length === 0 ||
          trunk.numbers.length === 0 ||
          trunk.numbers.some((one) => numbers.some((other) => sameNumber(one, other))));
      return new ListSIPInboundTrunkResponse({ items: store.trunks.filter(fits) });
    }),

    DeleteSIPTrunk: procedure(DeleteSIPTrunkRequest, ({ sipTrunkId }) => {
      if (sipTrunkId === "") refuse("trunk ID is required");
      store.removeTrunk(sipTrunkId);
      return new SIPTrunkInfo({ sipTrunkId });
    }),

    CreateSIPDispatchRule: procedure(CreateSIPDispatchRuleRequest, (request) => {
      const wanted = checkedRule(request.dispatchRule ?? ruleFromOldFields(request));
      if (wanted.sipDispatchRuleId !== "") refuse("rule id must not be set");
      refuseIf(ruleConflict([...store.rules, wanted]));
      wanted.sipDispatchRuleId = newId("SDR_");
      store.putRule(wanted);
      return wanted;
    }),

    UpdateSIPDispatchRule: procedure(UpdateSIPDispatchRuleRequest, ({ sipDispatchRuleId, action }) => {
      const existing = ruleOf(store, sipDispatchRuleId);
      const wanted = checkedRule(action.case === "replace" ? action.value : existing.clone());
      if (action.case === "replace") {
        if (wanted.sipDispatchRuleId !== "" && wanted.sipDispatchRuleId !== sipDispatchRuleId)
          refuse("rule id in the info must be empty or match the id in the update");
        wanted.sipDispatchRuleId = sipDispatchRuleId;
      } else if (action.case === "update") {
        const { trunkIds, rule, name, metadata, attributes, media } = action.value;
        wanted.trunkIds = updated(wanted.trunkIds, trunkIds);
        if (rule !== undefined) wanted.rule = rule;
        wanted.name = name ?? wanted.name;
        wanted.metadata = metadata ?? wanted.metadata;
        wanted.attributes = withoutEmpty({ ...wanted.attributes, ...attributes });
        if (media !== undefined) wanted.media = media;
        checkedRule(wanted);
      } else refuse("missing or unsupported update action");
      refuseIf(ruleConflict(store.rules.map((each) => (each === existing ? wanted : each))));
      store.putRule(wanted);
      return wanted;
    }),

    ListSIPDispatchRule: procedure(ListSIPDispatchRuleRequest, ({ dispatchRuleIds, trunkIds }) => {
      const fits = (rule: SIPDispatchRuleInfo): boolean =>
        (dispatchRuleIds.length === 0 || dispatchRuleIds.includes(rule.sipDispatchRuleId)) &&
        (trunkIds.length === 0 || rule.trunkIds.length === 0 || rule.trunkIds.some((id) => trunkIds.includes(id)));
      return new ListSIPDispatchRuleResponse({ items: store.rules.filter(fits) });
    }),

    DeleteSIPDispatchRule: procedure(DeleteSIPDispatchRuleRequest, ({ sipDispatchRuleId }) => {
      const existing = ruleOf(store, sipDispatchRuleId);
      store.removeRule(sipDispatchRuleId);
      return existing;
    }),
  },
});

function trunkOf(store: DispatchStore, id: string): SIPInboundTrunkInfo {
  if (id === "") refuse("trunk id must be set");
  const trunk = store.trunks.find((each) => each.sipTrunkId === id);
  if (trunk === undefined) throw new TwirpError("not_found", "requested sip trunk does not exist");
  return trunk;
}

function ruleOf(store: DispatchStore, id: string): SIPDispatchRuleInfo {
  if (id === "") refuse("rule id must be set");
  const rule = store.rules.find((each) => each.sipDispatchRuleId === id);
  if (rule === undefined) throw new TwirpError("not_found", "requested sip dispatch rule does not exist");
  return rule;
}

function checkedTrunk(trunk: SIPInboundTrunkInfo | undefined): SIPInboundTrunkInfo {
  if (trunk === undefined) return refuse("missing trunk");
  const guarded = [trunk.authUsername, trunk.authPassword, ...trunk.allowedAddresses, ...trunk.numbers];
  if (guarded.every((each) => each === "")) {
    refuse("for security, one of the fields must be set: AuthUsername+AuthPassword, AllowedAddresses or Numbers");
  }
  checkMediaTimeout(trunk.media);
  checkHeaderNames([
    ...Object.keys(trunk.headers),
    ...Object.keys(trunk.headersToAttributes),
    ...Object.values(trunk.attributesToHeaders),
  ]);
  return trunk;
}

/** A PIN would have to be asked for by voice before the room is known; that is the one kind of rule this gateway cannot serve. */
function checkedRule(rule: SIPDispatchRuleInfo | undefined): SIPDispatchRuleInfo {
  if (rule?.rule?.rule.value === undefined) return refuse("missing rule");
  if (rule.rule.rule.value.pin !== "") throw new TwirpError("unimplemented", "this gateway does not ask for PINs");
  checkMediaTimeout(rule.media);
  return rule;
}

/** Before `dispatch_rule` existed the request held the rule's fields itself; livekit-server-sdk still fills both. */
const ruleFromOldFields = (request: CreateSIPDispatchRuleRequest): SIPDispatchRuleInfo => {
  const { rule, trunkIds, inboundNumbers, hidePhoneNumber, name, metadata, attributes, roomPreset, roomConfig } =
    request;
  return new SIPDispatchRuleInfo({
    trunkIds,
    inboundNumbers,
    hidePhoneNumber,
    name,
    metadata,
    attributes,
    roomPreset,
    ...(rule === undefined ? {} : { rule }),
    ...(roomConfig === undefined ? {} : { roomConfig }),
  });
};

const withoutEmpty = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));

function refuseIf(conflict: string | undefined): void {
  if (conflict !== undefined) refuse(conflict);
}
