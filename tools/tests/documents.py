"""The documents whose code blocks and references are tested."""

import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "models").glob("*.md"),
        *(ROOT / "examples").glob("*/*.md"),
        ROOT / "python/README.md",
        ROOT / "web/package/README.md",
        *(ROOT / "third_party").rglob("UPGRADING.md"),
    ]
)


def blocks_of(text):
    """(language, content, language before it) of each fenced block."""
    found = re.findall(r"^( *)```(\S*)\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    languages = [language for _, language, _ in found]
    return [
        (language, textwrap.dedent(content), earlier)
        for (_, language, content), earlier in zip(found, [None, *languages], strict=False)
    ]


# README's first block.
THE_TWO_COMMANDS = blocks_of((ROOT / "README.md").read_text())[0][1]
