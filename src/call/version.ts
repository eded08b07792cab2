/**
 * Of the call's machine and its scenarios together: raised with every change of them after which a finished call, gone through again, would not
 * come out as it did. test/unit/call/replay.test.ts holds calls on record against it and says when that is due.
 */
export const callVersion = 1;
