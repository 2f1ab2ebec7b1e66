"""What a built page asks of servers that can be told: `_headers` for Netlify and Cloudflare Pages, `nginx.conf` to include in nginx.

Both say what `invoke serve` sends, from the same two functions of pytrain/headers.py. Every build writes them, since a page that was put
online without them works too, only less safely, and nobody would notice.
"""

from pathlib import Path

from pytrain import headers, packed
from pytrain.atomic import write_text
from pytrain.serve import MIME_TYPES

NETLIFY = "_headers"
NGINX = "nginx.conf"
PAGE = "index.html"


def write(dist: Path, base: str) -> None:
    """Writes both files into `dist`.

    Args:
        base: the path that the page will live under; "./", which is any path, counts as the root here.
    """
    root = base if base.startswith("/") else "/"
    write_text(dist / NETLIFY, netlify(dist, root))
    write_text(dist / NGINX, nginx(dist, root))


def netlify(dist: Path, root: str) -> str:
    """Rules for addresses. An address gets the headers of every rule that it matches, so no two rules set the same header for one."""
    policy = headers.POLICY
    always = {name: value for name, value in headers.of(dist).items() if name != policy}
    rules = {f"{root}*": always, root: _own(dist, PAGE)}
    for entry in sorted(dist.iterdir()):
        if entry.is_dir():
            rules[f"{root}{entry.name}/*"] = _own(dist, f"{entry.name}/")
        elif not packed.original_of(entry):
            rules[f"{root}{entry.name}"] = _own(dist, entry.name)
    return "".join(
        "\n".join([address, *(f"  {name}: {value}" for name, value in sent.items())]) + "\n"
        for address, sent in rules.items()
    )


def nginx(dist: Path, root: str) -> str:
    """A location for a server block. nginx forgets all add_headers of outside where one stands inside, so both places have them all."""
    kinds: dict[str, list[str]] = {}
    for suffix, kind in MIME_TYPES.items():
        if suffix:
            kinds.setdefault(kind.partition(";")[0], []).append(suffix.removeprefix("."))
    always, docs = (
        [f'add_header {header} "{value}" always;' for header, value in headers.of(dist, name).items()]
        for name in (PAGE, headers.DOCS)
    )
    lines = [
        "# include this in the server { } whose root holds the page.",
        f"location {root} {{",
        "    types {",
        *(f"        {kind} {' '.join(suffixes)};" for kind, suffixes in kinds.items()),
        "    }",
        f"    default_type {MIME_TYPES['']};",
        "    charset utf-8;",
        "    charset_types text/css text/javascript text/plain;",
        "    gzip_static on;",
        "    #brotli_static on;  # with the module ngx_brotli; sends the smaller .br files",
        "    gzip_vary on;",
        *(f"    {line}" for line in [*always, _nginx_cache(PAGE)]),
        f"    location {root}{headers.HASHED} {{",
        *(f"        {line}" for line in [*always, _nginx_cache(headers.HASHED)]),
        "    }",
        f"    location {root}{headers.DOCS} {{",
        *(f"        {line}" for line in [*docs, _nginx_cache(headers.DOCS)]),
        "    }",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _own(dist: Path, name: str) -> dict[str, str]:
    """What differs from file to file: the policy, which is another in the documentation, and how long it may be kept."""
    sent = headers.of(dist, name)
    policy = {headers.POLICY: sent[headers.POLICY]} if headers.POLICY in sent else {}
    return {**policy, "Cache-Control": headers.cache_of(name)}


def _nginx_cache(name: str) -> str:
    # Not "always": a missing file must not be remembered as missing for a year.
    return f'add_header Cache-Control "{headers.cache_of(name)}";'
