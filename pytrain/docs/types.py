"""The page about the module for other pages, from its own types."""

import json
import subprocess
from typing import Any

from pytrain import toolchain
from pytrain.docs import ROOT
from pytrain.errors import UserError

SITE = ROOT / "site"

_HEAD = """\
# The module in TypeScript

`embed/mood-mirror.js` of a built page: an ES module with types and no other file to include.
[Embed the mirror](../how-to/embed.md) says how it is used; this is everything that it exports, from its types and their comments.
"""


def page() -> str:
    """The Markdown page, from site/src/embed.ts as TypeScript understands it.

    Raises:
        UserError: Node.js or TypeScript could not read it.
    """
    toolchain.npm_ci(SITE)
    node = toolchain.node()
    script = SITE / "tools" / "reference.mjs"
    result = subprocess.run(
        [str(node.node), str(script)],
        env=node.environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise UserError(f"{script} could not read the module's types: {result.stderr.strip()[-600:]}")
    return _HEAD + "".join(_section(one) for one in json.loads(result.stdout))


def _section(one: dict[str, Any]) -> str:
    said = f"\n## {one['name']} {{ #{one['name']} }}\n\n{one['comment']}\n\n```ts\n{one['code']}\n```\n"
    if one["members"]:
        said += "\n" + "\n".join(
            f"`{member['name']}`\n:   {member['comment'].replace(chr(10), chr(10) + '    ')}\n"
            for member in one["members"]
        )
    return said
