"""Bodies for uploads of sounds, which nobody can make from a schema: sounds, and what only begins like one."""

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
