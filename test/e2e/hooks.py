"""
What Schemathesis cannot know from the description.

Bodies for uploads of sounds, which nobody can make from a schema: sounds, and what only begins like one.
And of what goes on live: that it is asked for `once`, because a stream that goes on would be waited for until it is over; and what its
events are, for which OpenAPI 3.1 has no words. (Below 3.2 Schemathesis takes the schema for that of each event.)
"""

import io
import wave

import schemathesis
from hypothesis import strategies as st


def tone(seconds: float, rate: int) -> bytes:
    """A square wave of 100 Hz."""
    half = rate // 200
    samples = b"".join(
        (2_000 if at // half % 2 else -2_000).to_bytes(2, "little", signed=True)
        for at in range(int(seconds * rate))
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    return file.getvalue()


whole = st.builds(tone, st.sampled_from([0.1, 0.5]), st.sampled_from([8_000, 48_000]))
begun = {
    "audio/wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "audio/mpeg": b"\xff\xfb\x90\x00",
    "audio/ogg": b"OggS\x00\x02",
}

for name, start in begun.items():
    broken = st.binary(max_size=200).map(lambda rest, start=start: start + rest)
    # A WAV under another type's name is one more way to be wrong.
    schemathesis.openapi.media_type(name, whole | broken | st.binary(max_size=200))


event = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"enum": ["snapshot", "delta", "end"]},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}},
    },
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    live = raw_schema["paths"]["/v1/applications/{application}/live"]["get"]
    live["responses"]["200"]["content"]["text/event-stream"]["schema"] = event


@schemathesis.hook.apply_to(operation_id="followLive")
def before_call(context, case, kwargs):
    case.query = {**(case.query or {}), "once": "true"}
